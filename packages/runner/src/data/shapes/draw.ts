import type { Random } from '@fanin/core'
import type { Box } from '../labels.js'

/** The classes of shapes, in the order of their labels. */
export const shapeNames = ['circle', 'triangle', 'square'] as const

/** A drawn image: `[size, size, 3]` between 0 and 1, the shape at every pixel (0 for none, else its label and 1), its boxes. */
export interface Scene {
  readonly pixels: Float32Array
  readonly mask: Int32Array
  readonly boxes: readonly Box[]
}

type Colour = readonly [number, number, number]

/** Lengths are in pixels; y points down. */
interface Placed {
  readonly label: number
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly angle: number
  readonly colour: Colour
}

/** Shapes reach from a tenth to a fifth of the image from their centre. */
const [least, most] = [0.1, 0.2]

/** Places are tried this often before a shape is left out. */
const attempts = 20

/** Draws up to `count` shapes, the first of a given class. `difficulty` scales noise, turns, overlap and likeness of colours. */
export const drawScene = (size: number, first: number, count: number, difficulty: number, random: Random): Scene => {
  const pixels = new Float32Array(size * size * 3)
  const mask = new Int32Array(size * size)
  const ground = colourOf(random)
  fillGround(pixels, size, ground, random)
  const placed: Placed[] = []
  for (let i = 0; i < count; i++) {
    const label = i === 0 ? first : random.integer(shapeNames.length)
    const shape = place(label, size, placed, ground, difficulty, random)
    if (shape) placed.push(shape)
  }
  for (const shape of placed) draw(shape, size, pixels, mask)
  for (let i = 0; i < pixels.length; i++) {
    const noisy = (pixels[i] as number) + random.normal(0, 0.06 * difficulty)
    pixels[i] = Math.min(1, Math.max(0, noisy))
  }
  return { pixels, mask, boxes: placed.map((shape) => boxOf(shape, size)) }
}

const colourOf = (random: Random): Colour => [random.uniform(), random.uniform(), random.uniform()]

/** One colour that gets lighter or darker towards one side. */
const fillGround = (pixels: Float32Array, size: number, colour: Colour, random: Random): void => {
  const [down, across] = [random.uniform(-0.2, 0.2), random.uniform(-0.2, 0.2)]
  for (let i = 0; i < size * size; i++) {
    const shade = (down * Math.floor(i / size) + across * (i % size)) / size
    for (let c = 0; c < 3; c++) pixels[3 * i + c] = (colour[c] as number) + shade
  }
}

/** Somewhere inside the image, clear of the others but for a rim, in a colour that can be told from the ground. */
const place = (
  label: number,
  size: number,
  others: readonly Placed[],
  ground: Colour,
  difficulty: number,
  random: Random,
): Placed | undefined => {
  const distance = 0.6 - 0.2 * Math.min(difficulty, 2)
  for (let i = 0; i < attempts; i++) {
    const radius = random.uniform(least, most) * size
    const [x, y] = [random.uniform(radius, size - radius), random.uniform(radius, size - radius)]
    const angle = random.uniform(-Math.PI, Math.PI) * Math.min(difficulty, 1)
    const colour = colourOf(random)
    const isClear = others.every((other) => {
      const room = (radius + other.radius) * (1 - 0.15 * difficulty)
      return Math.hypot(x - other.x, y - other.y) >= room
    })
    const isSeen = Math.hypot(...colour.map((value, c) => value - (ground[c] as number))) >= distance
    if (isClear && isSeen) return { label, x, y, radius, angle, colour }
  }
  return undefined
}

/** Corners of a polygon around its centre; a circle has none. */
const cornersOf = ({ label, radius, angle }: Placed): readonly (readonly [number, number])[] =>
  Array.from({ length: label === 0 ? 0 : label + 2 }, (_, i) => {
    const turn = angle + (2 * Math.PI * i) / (label + 2)
    return [radius * Math.sin(turn), -radius * Math.cos(turn)]
  })

/** How far a point lies outside a shape; negative inside. Of a polygon, beyond the line of its nearest side. */
const distanceTo = ({ label, radius, angle }: Placed, dx: number, dy: number): number => {
  if (label === 0) return Math.hypot(dx, dy) - radius
  const sides = label + 2
  const apothem = radius * Math.cos(Math.PI / sides)
  let farthest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < sides; i++) {
    const turn = angle + (2 * Math.PI * (i + 0.5)) / sides
    farthest = Math.max(farthest, dx * Math.sin(turn) - dy * Math.cos(turn) - apothem)
  }
  return farthest
}

const draw = (shape: Placed, size: number, pixels: Float32Array, mask: Int32Array): void => {
  for (let i = 0; i < size * size; i++) {
    const outside = distanceTo(shape, (i % size) + 0.5 - shape.x, Math.floor(i / size) + 0.5 - shape.y)
    const cover = Math.min(1, Math.max(0, 0.5 - outside))
    for (let c = 0; c < 3; c++) {
      const below = pixels[3 * i + c] as number
      pixels[3 * i + c] = below + cover * ((shape.colour[c] as number) - below)
    }
    if (outside < 0) mask[i] = shape.label + 1
  }
}

const boxOf = (shape: Placed, size: number): Box => {
  const { label, x, y, radius } = shape
  const corners =
    label === 0
      ? ([
          [-radius, -radius],
          [radius, radius],
        ] as const)
      : cornersOf(shape)
  const across = corners.map(([dx]) => (x + dx) / size)
  const down = corners.map(([, dy]) => (y + dy) / size)
  return {
    label,
    top: Math.min(...down),
    left: Math.min(...across),
    bottom: Math.max(...down),
    right: Math.max(...across),
  }
}
