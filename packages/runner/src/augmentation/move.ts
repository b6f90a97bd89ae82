import type { Box } from '../data/labels.js'
import type { Picture } from './augmentation.js'

type Point = readonly [y: number, x: number]

/** A movement of the plane, in pixels from the top left corner. */
export interface Motion {
  /** Where a point of the new picture was in the old one. */
  readonly source: (y: number, x: number) => Point
  /** Where a point of the old picture is in the new one. */
  readonly target: (y: number, x: number) => Point
}

/** Boxes of which less is left in the picture are gone. */
const leastVisible = 0.25

/**
 * Moves a picture with its mask and its boxes. What comes in from beyond the border is the mirror image where there is a
 * mask, which is mirrored along, and 0 elsewhere.
 */
export const move = (picture: Picture, { source, target }: Motion): Picture => {
  const sources = sourcesOf(picture, source)
  return {
    ...picture,
    pixels: movedPixels(picture, sources),
    ...(picture.mask && { mask: movedMask(picture, picture.mask, sources) }),
    ...(picture.boxes && { boxes: picture.boxes.flatMap((box) => movedBox(picture, box, target)) }),
  }
}

/** Where the middle of each pixel was, a row and a column for each. */
const sourcesOf = ({ height, width }: Picture, source: Motion['source']): Float64Array => {
  const sources = new Float64Array(2 * height * width)
  for (let i = 0; i < height * width; i++) {
    const [y, x] = source(Math.floor(i / width) + 0.5, (i % width) + 0.5)
    sources[2 * i] = y
    sources[2 * i + 1] = x
  }
  return sources
}

/** Between the four pixels around each point. */
const movedPixels = ({ height, width, channels, pixels, mask }: Picture, sources: Float64Array): Float32Array => {
  const moved = new Float32Array(pixels.length)
  const add = (to: number, y: number, x: number, weight: number): void => {
    const isInside = y >= 0 && y < height && x >= 0 && x < width
    if (weight === 0 || (!isInside && !mask)) return
    const from = (mirrored(y, height) * width + mirrored(x, width)) * channels
    for (let c = 0; c < channels; c++) moved[to + c] = (moved[to + c] as number) + weight * (pixels[from + c] as number)
  }
  for (let i = 0; i < height * width; i++) {
    const [y, x] = [(sources[2 * i] as number) - 0.5, (sources[2 * i + 1] as number) - 0.5]
    const [top, left] = [Math.floor(y), Math.floor(x)]
    const [down, across] = [y - top, x - left]
    add(i * channels, top, left, (1 - down) * (1 - across))
    add(i * channels, top, left + 1, (1 - down) * across)
    add(i * channels, top + 1, left, down * (1 - across))
    add(i * channels, top + 1, left + 1, down * across)
  }
  return moved
}

const movedMask = ({ height, width }: Picture, mask: Int32Array, sources: Float64Array): Int32Array =>
  mask.map((_, i) => {
    const [y, x] = [Math.floor(sources[2 * i] as number), Math.floor(sources[2 * i + 1] as number)]
    return mask[mirrored(y, height) * width + mirrored(x, width)] as number
  })

/** A place in a line that goes back and forth between its ends, both of which are seen twice. */
const mirrored = (i: number, length: number): number => {
  if (i >= 0 && i < length) return i
  const around = ((i % (2 * length)) + 2 * length) % (2 * length)
  return around < length ? around : 2 * length - 1 - around
}

/** How many points of each edge of a box are moved, its corners among them. */
const edgePoints = 5

/** The box around the moved outline, as far as it is in the picture. */
const movedBox = ({ height, width }: Picture, box: Box, target: Motion['target']): readonly Box[] => {
  const outline = outlineOf(box).map(([y, x]) => target(y * height, x * width))
  const [ys, xs] = [outline.map(([y]) => y / height), outline.map(([, x]) => x / width)]
  const [top, left, bottom, right] = [Math.min(...ys), Math.min(...xs), Math.max(...ys), Math.max(...xs)]
  const seen = {
    top: Math.max(0, top),
    left: Math.max(0, left),
    bottom: Math.min(1, bottom),
    right: Math.min(1, right),
  }
  const [high, wide] = [Math.max(0, seen.bottom - seen.top), Math.max(0, seen.right - seen.left)]
  return high * wide >= leastVisible * (bottom - top) * (right - left) ? [{ ...box, ...seen }] : []
}

const outlineOf = ({ top, left, bottom, right }: Box): readonly Point[] =>
  Array.from({ length: edgePoints }, (_, i) => i / (edgePoints - 1)).flatMap((part) => {
    const [y, x] = [top + part * (bottom - top), left + part * (right - left)]
    return [[y, left] as const, [y, right] as const, [top, x] as const, [bottom, x] as const]
  })
