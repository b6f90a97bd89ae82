import type { Random } from '@fanin/core'
import { glyphs, type Point, type Stroke } from './strokes.js'

/** Height and width of an image. */
export const side = 28

/** A map of the plane that a whole digit is written through. */
type Warp = (point: Point) => Point

/** Writes one digit into 28 x 28 pixels between 0 and 1; `difficulty` scales every variation. */
export const drawDigit = (digit: number, difficulty: number, random: Random, pixels: Float32Array): void => {
  const variants = glyphs[digit] as readonly (readonly Stroke[])[]
  const strokes = variants[random.integer(variants.length)] as readonly Stroke[]
  const warp = handOf(difficulty, random)
  const width = 0.032 * Math.exp(0.3 * random.normal())
  const ink = random.uniform(0.7, 1)
  for (const stroke of strokes) inkStroke(stroke.map(tremble(0.018 * difficulty, random)), warp, width, ink, pixels)
  if (random.uniform() < 0.25 * difficulty) inkStroke(stray(random), (point) => point, width, 0.8 * ink, pixels)
  grain(0.06 * difficulty, random, pixels)
}

const tremble =
  (size: number, random: Random) =>
  ([x, y]: Point): Point => [x + random.normal(0, size), y + random.normal(0, size)]

/** Slant, rotation, size, place and waviness of one hand. */
const handOf = (difficulty: number, random: Random): Warp => {
  const angle = random.normal(0, 0.13 * difficulty)
  const slant = random.normal(0, 0.2 * difficulty)
  const [sx, sy] = [Math.exp(random.normal(-0.1, 0.16 * difficulty)), Math.exp(random.normal(-0.1, 0.13 * difficulty))]
  const [dx, dy] = [random.normal(0, 0.07 * difficulty), random.normal(0, 0.06 * difficulty)]
  const [wave, phase] = [random.normal(0, 0.03 * difficulty), random.uniform(0, 2 * Math.PI)]
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return ([px, py]) => {
    const y = (py - 0.5) * sy
    const x = (px - 0.5) * sx - slant * y + wave * Math.sin(7 * py + phase)
    return [0.5 + dx + cos * x - sin * y, 0.5 + dy + sin * x + cos * y]
  }
}

/** A short mark somewhere, as paper has them. */
const stray = (random: Random): Stroke => {
  const [x, y, angle, length] = [
    random.uniform(),
    random.uniform(),
    random.uniform(0, 2 * Math.PI),
    random.uniform(0.05, 0.3),
  ]
  return [
    [x, y],
    [x + length * Math.cos(angle), y + length * Math.sin(angle)],
  ]
}

const inkStroke = (stroke: Stroke, warp: Warp, width: number, ink: number, pixels: Float32Array): void => {
  const curve = smooth(stroke).map(warp)
  for (let i = 1; i < curve.length; i++) inkSegment(curve[i - 1] as Point, curve[i] as Point, width, ink, pixels)
}

const piecesOfSpan = 5

/** A Catmull-Rom curve through the points. */
const smooth = (points: Stroke): Point[] => {
  const at = (i: number): Point => points[Math.min(Math.max(i, 0), points.length - 1)] as Point
  const curve: Point[] = [at(0)]
  for (let i = 0; i < points.length - 1; i++) {
    for (let piece = 1; piece <= piecesOfSpan; piece++) {
      const t = piece / piecesOfSpan
      curve.push(
        [0, 1].map((axis) => spline(at(i - 1), at(i), at(i + 1), at(i + 2), axis as 0 | 1, t)) as unknown as Point,
      )
    }
  }
  return curve
}

const spline = (a: Point, b: Point, c: Point, d: Point, axis: 0 | 1, t: number): number => {
  const [p, q, r, s] = [a[axis], b[axis], c[axis], d[axis]]
  return 0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t * t * t)
}

/** Darkens the pixels within a width of a segment, softly over one pixel at the edge. */
const inkSegment = (from: Point, to: Point, width: number, ink: number, pixels: Float32Array): void => {
  const [x0, y0, x1, y1] = [from[0] * side, from[1] * side, to[0] * side, to[1] * side]
  const [dx, dy, reach] = [x1 - x0, y1 - y0, width * side + 0.5]
  const square = dx * dx + dy * dy || 1
  const clamp = (value: number): number => Math.min(Math.max(value, 0), side)
  const [top, bottom] = [clamp(Math.floor(Math.min(y0, y1) - reach)), clamp(Math.ceil(Math.max(y0, y1) + reach))]
  const [left, right] = [clamp(Math.floor(Math.min(x0, x1) - reach)), clamp(Math.ceil(Math.max(x0, x1) + reach))]
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const [x, y] = [column + 0.5 - x0, row + 0.5 - y0]
      const t = Math.min(Math.max((x * dx + y * dy) / square, 0), 1)
      const distance = Math.sqrt((x - t * dx) ** 2 + (y - t * dy) ** 2)
      const index = row * side + column
      const dark = ink * Math.min(Math.max(reach - distance, 0), 1)
      if (dark > (pixels[index] as number)) pixels[index] = dark
    }
  }
}

const grain = (size: number, random: Random, pixels: Float32Array): void => {
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = Math.min(Math.max((pixels[i] as number) + size * (random.uniform() + random.uniform() - 1), 0), 1)
  }
}
