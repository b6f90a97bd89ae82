/** The colours of charts are set by the style sheet, which has lighter ones for dark pages. */
export const colourOf = (i: 0 | 1): string => `var(--chart-${i})`

/** Okabe and Ito's colours of classes, those that are told apart with any colour vision and read on light and dark. */
export const classColours: readonly string[] = [
  ...['#e69f00', '#0072b2', '#009e73', '#d55e00', '#cc79a7', '#56b4e9', '#8a8a8a', '#b3a600'],
]

/** From dark to light, in equal steps for the eye: `share` from 0 to 1. Viridis, sampled. */
export const rampOf = (share: number): string => {
  const at = Math.min(ramp.length - 1, Math.max(0, Math.round(share * (ramp.length - 1))))
  return ramp[at] as string
}

const ramp = [
  ...['#440154', '#482475', '#414487', '#355f8d', '#2a788e', '#21918c'],
  ...['#22a884', '#44bf70', '#7ad151', '#bddf26', '#fde725'],
] as const

/** Black or white, whichever is read more easily on a step of the ramp. */
export const inkOn = (share: number): string => (share > 0.5 ? '#000000' : '#ffffff')
