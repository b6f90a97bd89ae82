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

export const flip = defineAugmentation({
  name: 'flip',
  summary: 'Mirrors half of the images.',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      axis: {
        enum: ['horizontal', 'vertical', 'both'],
        default: 'horizontal',
        description: 'Left and right, top and bottom, or each of the two by itself.',
      },
    },
  },
  create:
    ({ axis }) =>
    (picture, random) => {
      const across = axis !== 'vertical' && random.uniform() < 0.5 ? flipAcross(picture) : picture
      return axis !== 'horizontal' && random.uniform() < 0.5 ? flipDown(across) : across
    },
})
