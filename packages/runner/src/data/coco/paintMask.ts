import { dataFault } from '../fault.js'

/** The outline of an object: polygons of x, y, x, y, ... in pixels, or runs of pixels down one column after the other. */
export type Segmentation =
  | readonly (readonly number[])[]
  | { readonly size: readonly [height: number, width: number]; readonly counts: readonly number[] | string }

/** An object to be painted. */
export interface Segment {
  readonly label: number
  readonly segmentation: Segmentation
  readonly area: number
  /** What messages call it. */
  readonly place: string
}

type Size = readonly [height: number, width: number]

/** The class of every pixel of an image brought to a size: that of the smallest object that covers its centre, else 0. */
export const paintMask = (segments: readonly Segment[], original: Size, [height, width]: Size): Int32Array => {
  const mask = new Int32Array(height * width)
  for (const segment of segments.toSorted((a, b) => b.area - a.area)) {
    const covers = coverOf(segment, original)
    for (let y = 0; y < height; y++) {
      const row = covers(((y + 0.5) * original[0]) / height)
      for (let x = 0; x < width; x++) if (row(((x + 0.5) * original[1]) / width)) mask[y * width + x] = segment.label
    }
  }
  return mask
}

/** Says of a height, and then of a place across, whether an object is there. */
type Cover = (y: number) => (x: number) => boolean

const coverOf = ({ segmentation, place }: Segment, [height, width]: Size): Cover => {
  if ('counts' in segmentation) {
    const { size, counts } = segmentation
    const runs = typeof counts === 'string' ? decompress(counts) : counts
    const sum = runs.reduce((a, b) => a + b, 0)
    if (String(size) !== String([height, width]) || sum !== height * width) {
      const message = `${place} has runs over ${sum} pixels of [${size}], and its image is ${height} x ${width}.`
      throw dataFault('FANIN_DATA_LABELS', message, 'Mend the annotation, or remove it.')
    }
    const pixels = pixelsOf(runs, height * width)
    return (y) => (x) => pixels[Math.floor(x) * height + Math.floor(y)] === 1
  }
  const isPolygon = (one: readonly number[]): boolean =>
    one.length >= 6 && one.length % 2 === 0 && one.every(Number.isFinite)
  if (!segmentation.every(isPolygon)) {
    throw dataFault('FANIN_DATA_FORMAT', `${place} has a polygon that is none.`, 'Give it three corners or more.')
  }
  return (y) => {
    const crossings = segmentation.map((polygon) => crossingsAt(polygon, y))
    return (x) => crossings.some((own) => own.filter((crossing) => crossing <= x).length % 2 === 1)
  }
}

/** Where the sides of a polygon cross a height. */
const crossingsAt = (polygon: readonly number[], y: number): readonly number[] => {
  const crossings: number[] = []
  for (let i = 0; i < polygon.length; i += 2) {
    const [x1, y1] = [polygon[i] as number, polygon[i + 1] as number]
    const [x2, y2] = [polygon[(i + 2) % polygon.length] as number, polygon[(i + 3) % polygon.length] as number]
    if (y1 <= y !== y2 <= y) crossings.push(x1 + ((y - y1) * (x2 - x1)) / (y2 - y1))
  }
  return crossings
}

/** Runs of 0 and 1 by turns, written out. */
const pixelsOf = (runs: readonly number[], count: number): Uint8Array => {
  const pixels = new Uint8Array(count)
  let at = 0
  runs.forEach((run, i) => {
    pixels.fill(i % 2, at, at + run)
    at += run
  })
  return pixels
}

/** COCO's text of runs: five bits a character, a sixth where more follow, each run less the one before the last. */
const decompress = (text: string): readonly number[] => {
  const runs: number[] = []
  for (let at = 0; at < text.length; ) {
    let [value, shift, bits] = [0, 0, 0x20]
    while (bits & 0x20 && at < text.length) {
      bits = text.charCodeAt(at++) - 48
      value |= (bits & 0x1f) << shift
      shift += 5
    }
    if (bits & 0x10) value |= -1 << shift
    runs.push(value + (runs.length > 2 ? (runs[runs.length - 2] as number) : 0))
  }
  return runs
}
