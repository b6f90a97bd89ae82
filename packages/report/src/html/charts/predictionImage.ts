import { encode } from 'fast-png'

/** An image as it was recorded: `[height, width, channels]`, a byte a value. */
export interface Recorded {
  readonly shape: readonly number[]
  readonly pixels: Uint8Array
}

type Colour = readonly [number, number, number]

/** Okabe and Ito's colours, which are told apart with any colour vision; the first is left to the background of masks. */
const colours: readonly Colour[] = [
  ...([
    [230, 159, 0],
    [86, 180, 233],
    [0, 158, 115],
    [240, 228, 66],
  ] as const),
  ...([
    [0, 114, 178],
    [213, 94, 0],
    [204, 121, 167],
  ] as const),
]

const colourOf = (label: number): Colour => colours[label % colours.length] as Colour

/** Pictures with boxes are drawn at least so wide, so that outlines are thin. */
const leastWidth = 192

/** An image enlarged by a whole factor, to be drawn on. */
interface Canvas {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

const canvasOf = ({ shape, pixels }: Recorded, least: number): Canvas => {
  const [rows = 0, columns = 0, channels = 0] = shape
  const factor = Math.max(1, Math.ceil(least / columns))
  const [height, width] = [rows * factor, columns * factor]
  const data = new Uint8Array(width * height * 4).fill(255)
  for (let i = 0; i < width * height; i++) {
    const from = (Math.floor(Math.floor(i / width) / factor) * columns + Math.floor((i % width) / factor)) * channels
    for (let c = 0; c < 3; c++) data[4 * i + c] = pixels[from + (channels >= 3 ? c : 0)] ?? 0
  }
  return { width, height, data }
}

const uriOf = ({ width, height, data }: Canvas): string =>
  `data:image/png;base64,${Buffer.from(encode({ width, height, data })).toString('base64')}`

/** The image with every pixel tinted by its class, but for the first. */
export const maskImage = (image: Recorded, mask: Uint8Array): string => {
  const canvas = canvasOf(image, 0)
  mask.forEach((label, i) => {
    if (label === 0) return
    colourOf(label - 1).forEach((value, c) => {
      canvas.data[4 * i + c] = Math.round(0.45 * (canvas.data[4 * i + c] as number) + 0.55 * value)
    })
  })
  return uriOf(canvas)
}

/** The image with boxes in the colours of their classes, given as class, top, left, bottom and right. */
export const boxesImage = (image: Recorded, boxes: readonly (readonly number[])[]): string => {
  const canvas = canvasOf(image, leastWidth)
  for (const [label = 0, ...sides] of boxes) outline(canvas, sides, colourOf(label))
  return uriOf(canvas)
}

const outline = ({ width, height, data }: Canvas, sides: readonly number[], colour: Colour): void => {
  const within = (share: number, length: number): number =>
    Math.min(length - 1, Math.max(0, Math.round(share * length)))
  const [top, bottom] = [sides[0] ?? 0, sides[2] ?? 0].map((share) => within(share, height)) as [number, number]
  const [left, right] = [sides[1] ?? 0, sides[3] ?? 0].map((share) => within(share, width)) as [number, number]
  const thickness = 2
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const inside = Math.min(y - top, bottom - y, x - left, right - x)
      if (inside < thickness) data.set(colour, 4 * (y * width + x))
    }
  }
}
