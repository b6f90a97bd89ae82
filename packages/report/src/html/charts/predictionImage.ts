import { encode } from 'fast-png'
import { classColours } from '../palette.js'

/** An image as it was recorded: `[height, width, channels]`, a byte a value. */
export interface Recorded {
  readonly shape: readonly number[]
  readonly pixels: Uint8Array
}

type Colour = readonly [red: number, green: number, blue: number]

/** Red, green and blue of a class; of more classes than colours some share one. */
const colourOf = (label: number): Colour => {
  const hex = classColours[label % classColours.length] as string
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Colour
}

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

/** The image in grey, every pixel tinted by its class, but for the first. */
export const maskImage = (image: Recorded, mask: Uint8Array): string => {
  const canvas = canvasOf(image, 0)
  mask.forEach((label, i) => {
    const grey = greyOf(canvas.data.subarray(4 * i, 4 * i + 3))
    const tint = label === 0 ? [grey, grey, grey] : colourOf(label - 1).map((value) => 0.4 * grey + 0.6 * value)
    canvas.data.set(tint, 4 * i)
  })
  return uriOf(canvas)
}

/** As bright as the eye finds a colour. https://www.itu.int/rec/R-REC-BT.601 */
const greyOf = ([red = 0, green = 0, blue = 0]: Uint8Array): number =>
  Math.round(0.299 * red + 0.587 * green + 0.114 * blue)

/** The image with boxes in the colours of their classes, given as class, top, left, bottom and right. */
export const boxesImage = (image: Recorded, boxes: readonly (readonly number[])[]): string => {
  const canvas = canvasOf(image, leastWidth)
  for (const [label = 0, ...sides] of boxes) outline(canvas, sides, colourOf(label))
  return uriOf(canvas)
}

const white: Colour = [255, 255, 255]

/** A line of two pixels between two white ones, which is seen on a ground of its own colour too. */
const outline = ({ width, height, data }: Canvas, sides: readonly number[], colour: Colour): void => {
  const within = (share: number, length: number): number =>
    Math.min(length - 1, Math.max(0, Math.round(share * length)))
  const [top, bottom] = [sides[0] ?? 0, sides[2] ?? 0].map((share) => within(share, height)) as [number, number]
  const [left, right] = [sides[1] ?? 0, sides[3] ?? 0].map((share) => within(share, width)) as [number, number]
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const inside = Math.min(y - top, bottom - y, x - left, right - x)
      const line = inside === 1 || inside === 2 ? colour : white
      if (inside < 4) data.set(line, 4 * (y * width + x))
    }
  }
}
