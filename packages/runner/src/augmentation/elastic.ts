import { defineAugmentation } from './augmentation.js'
import { move } from './move.js'

/**
 * Simard et al., 2003, "Best Practices for Convolutional Neural Networks", on a coarse grid as Ronneberger et al., 2015,
 * section 3.1: 3 by 3 points, 10 pixels on images of 512.
 */
export const elastic = defineAugmentation({
  name: 'elastic',
  summary:
    'Bends every image: displaces the points of a coarse grid at random and what is between them smoothly; boxes become those around the bent ones.',
  reference: 'https://arxiv.org/abs/1505.04597',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      std: {
        type: 'number',
        minimum: 0,
        default: 2,
        description:
          'Standard deviation of the displacement in pixels; above a quarter of the distance of two points images fold.',
      },
      points: {
        type: 'integer',
        minimum: 2,
        default: 3,
        description: 'Points of the grid along each side, of which the outer ones lie on the border.',
      },
    },
  },
  create:
    ({ std, points }) =>
    (picture, random) => {
      const grid = Float64Array.from({ length: 2 * points ** 2 }, () => random.normal(0, std))
      const { height, width } = picture
      const displacement = (y: number, x: number): Point =>
        between(grid, points, (y / height) * (points - 1), (x / width) * (points - 1))
      return move(picture, {
        source: (y, x) => {
          const [down, across] = displacement(y, x)
          return [y + down, x + across]
        },
        target: (y, x) => cameFrom(displacement, y, x),
      })
    },
})

type Point = readonly [y: number, x: number]

/** Bicubic interpolation of pairs on a square grid, which goes on beyond its ends as it ends. */
const between = (grid: Float64Array, points: number, y: number, x: number): Point => {
  const [top, left] = [Math.floor(y), Math.floor(x)]
  let [down, across] = [0, 0]
  for (let i = -1; i <= 2; i++) {
    const [row, rowWeight] = [within(top + i, points) * points, cubic(y - top - i)]
    for (let j = -1; j <= 2; j++) {
      const [at, weight] = [2 * (row + within(left + j, points)), rowWeight * cubic(x - left - j)]
      down += weight * (grid[at] as number)
      across += weight * (grid[at + 1] as number)
    }
  }
  return [down, across]
}

const within = (i: number, length: number): number => Math.min(length - 1, Math.max(0, i))

/** The cubic convolution of Keys, 1981, with a = -1/2. */
const cubic = (distance: number): number => {
  const d = Math.abs(distance)
  return d < 1 ? (1.5 * d - 2.5) * d * d + 1 : d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0
}

/** Where q is with q + displacement(q) = p, by fixed-point iteration, which comes to an end where nothing folds. */
const cameFrom = (displacement: (y: number, x: number) => Point, y: number, x: number): Point => {
  let [fromY, fromX] = [y, x]
  for (let i = 0; i < 20; i++) {
    const [down, across] = displacement(fromY, fromX)
    ;[fromY, fromX] = [y - down, x - across]
  }
  return [fromY, fromX]
}
