import { defineAugmentation } from './augmentation.js'
import { move } from './move.js'

/** As He et al., 2016, https://arxiv.org/abs/1512.03385, section 4.2, train on small images. */
export const crop = defineAugmentation({
  name: 'crop',
  summary: 'Pads every image and cuts one of its size out of that: shifts it by whole pixels.',
  reference: 'https://arxiv.org/abs/1512.03385',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      padding: {
        type: 'integer',
        minimum: 1,
        default: 4,
        description: 'The pixels that an image is shifted by at most.',
      },
    },
  },
  create:
    ({ padding }) =>
    (picture, random) => {
      const [down, across] = [random.integer(2 * padding + 1) - padding, random.integer(2 * padding + 1) - padding]
      return move(picture, {
        source: (y, x) => [y + down, x + across],
        target: (y, x) => [y - down, x - across],
      })
    },
})
