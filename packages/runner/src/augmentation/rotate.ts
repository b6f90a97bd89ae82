import { defineAugmentation } from './augmentation.js'
import { move } from './move.js'

export const rotate = defineAugmentation({
  name: 'rotate',
  summary: 'Turns every image around its centre; boxes become those around the turned ones.',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      degrees: {
        type: 'number',
        exclusiveMinimum: 0,
        maximum: 180,
        default: 10,
        description: 'The largest turn to either side.',
      },
    },
  },
  create:
    ({ degrees }) =>
    (picture, random) => {
      const angle = (random.uniform(-degrees, degrees) * Math.PI) / 180
      const [y0, x0] = [picture.height / 2, picture.width / 2]
      const turnBy = (sine: number) => (y: number, x: number) => {
        const [dy, dx] = [y - y0, x - x0]
        return [y0 + Math.cos(angle) * dy + sine * dx, x0 + Math.cos(angle) * dx - sine * dy] as const
      }
      return move(picture, { source: turnBy(Math.sin(angle)), target: turnBy(-Math.sin(angle)) })
    },
})
