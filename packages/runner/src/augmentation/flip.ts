import { defineAugmentation, type Picture } from './augmentation.js'
import { move } from './move.js'

const flipDown = (picture: Picture): Picture => {
  const turn = (y: number, x: number) => [picture.height - y, x] as const
  return move(picture, { source: turn, target: turn })
}

const flipAcross = (picture: Picture): Picture => {
  const turn = (y: number, x: number) => [y, picture.width - x] as const
  return move(picture, { source: turn, target: turn })
}

const transpose = (picture: Picture): Picture => {
  const turn = (y: number, x: number) => [x, y] as const
  return move(picture, { source: turn, target: turn })
}

export const flip = defineAugmentation({
  name: 'flip',
  summary: 'Mirrors half of the images.',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      axis: {
        enum: ['horizontal', 'vertical', 'both', 'all'],
        default: 'horizontal',
        description:
          'Left and right, top and bottom, each of the two by itself, or those and the diagonal, which only square images are mirrored at: with quarter turns.',
      },
    },
  },
  create:
    ({ axis }) =>
    (picture, random) => {
      const across = axis !== 'vertical' && random.uniform() < 0.5 ? flipAcross(picture) : picture
      const down = axis !== 'horizontal' && random.uniform() < 0.5 ? flipDown(across) : across
      return axis === 'all' && picture.height === picture.width && random.uniform() < 0.5 ? transpose(down) : down
    },
})
