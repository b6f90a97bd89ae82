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
export const move = (picture: Picture, motion: Motion): Picture => ({
  ...picture,
  pixels: movedPixels(picture, motion),
  ...(picture.mask && { mask: movedMask(picture, picture.mask, motion) }),
  ...(picture.boxes && { boxes: picture.boxes.flatMap((box) => movedBox(picture, box, motion)) }),
})

/** Between the four pixels around each point. */
const movedPixels = ({ height, width, channels, pixels, mask }: Picture, { source }: Motion): Float32Array => {
  const moved = new Float32Array(pixels.length)
  const add = (to: number, y: number, x: number, weight: number): void => {
    const isInside = y >= 0 && y < height && x >= 0 && x < width
    if (weight === 0 || (!isInside && !mask)) return
    const from = (mirrored(y, height) * width + mirrored(x, width)) * channels
    for (let c = 0; c < channels; c++) moved[to + c] = (moved[to + c] as number) + weight * (pixels[from + c] as number)
  }
  for (let i = 0; i < height * width; i++) {
    const [y, x] = source(Math.floor(i / width) + 0.5, (i % width) + 0.5)
    const [top, left] = [Math.floor(y - 0.5), Math.floor(x - 0.5)]
    const [down, across] = [y - 0.5 - top, x - 0.5 - left]
    add(i * channels, top, left, (1 - down) * (1 - across))
    add(i * channels, top, left + 1, (1 - down) * across)
    add(i * channels, top + 1, left, down * (1 - across))
    add(i * channels, top + 1, left + 1, down * across)
  }
  return moved
}

const movedMask = ({ height, width }: Picture, mask: Int32Array, { source }: Motion): Int32Array =>
  mask.map((_, i) => {
    const [y, x] = source(Math.floor(i / width) + 0.5, (i % width) + 0.5)
    return mask[mirrored(Math.floor(y), height) * width + mirrored(Math.floor(x), width)] as number
  })

/** A place in a line that goes back and forth between its ends, both of which are seen twice. */
const mirrored = (i: number, length: number): number => {
  const around = ((i % (2 * length)) + 2 * length) % (2 * length)
  return around < length ? around : 2 * length - 1 - around
}

/** The box around the moved corners, as far as it is in the picture. */
const movedBox = ({ height, width }: Picture, box: Box, { target }: Motion): readonly Box[] => {
  const corners = [box.top, box.bottom].flatMap((y) => [box.left, box.right].map((x) => target(y * height, x * width)))
  const [ys, xs] = [corners.map(([y]) => y / height), corners.map(([, x]) => x / width)]
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
