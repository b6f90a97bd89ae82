import { defineAugmentation } from './augmentation.js'

const share = (what: string) =>
  ({ type: 'number', minimum: 0, maximum: 1, default: 0.2, description: `How far ${what}, as a share.` }) as const

export const colour = defineAugmentation({
  name: 'colour',
  summary: 'Changes the brightness, the contrast and the saturation of every image.',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      brightness: share('values are raised or lowered, all by the same'),
      contrast: share('values are brought together or apart'),
      saturation: share('channels are brought to their mean or away from it'),
    },
  },
  create:
    ({ brightness, contrast, saturation }) =>
    (picture, random) => {
      const { pixels, channels } = picture
      const within = (most: number): number => (most === 0 ? 0 : random.uniform(-most, most))
      const [lighter, apart, vivid] = [within(brightness), 1 + within(contrast), 1 + within(saturation)]
      const mean = pixels.reduce((a, b) => a + b, 0) / pixels.length
      const changed = pixels.map((value) => mean + (value - mean) * apart + lighter)
      for (let i = 0; channels > 1 && i < changed.length; i += channels) {
        const pixel = changed.subarray(i, i + channels)
        const grey = pixel.reduce((a, b) => a + b, 0) / channels
        for (let c = 0; c < channels; c++) pixel[c] = grey + ((pixel[c] as number) - grey) * vivid
      }
      return { ...picture, pixels: changed }
    },
})
