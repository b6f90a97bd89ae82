import { defineInitializer } from '@fanin/core'
import { fillWithFilters, filterGain } from './filters.js'

/**
 * The waves of the discrete cosine transform, from the lowest frequency up: an orthogonal basis of all patches that a
 * kernel sees. More outputs than patches have pixels go through them again.
 *
 * Ahmed et al., 1974, https://doi.org/10.1109/T-C.1974.223784; in convolutional networks Ulicny et al., 2019,
 * https://arxiv.org/abs/1812.03205
 */
export const dct = defineInitializer({
  name: 'dct',
  summary: 'Filters of the discrete cosine transform, lowest frequencies first, for a first layer.',
  formula: 'cos(π v (2y + 1) / 2h) cos(π u (2x + 1) / 2w), scaled to variance gain² / fanIn',
  use: 'The first layer on images.',
  reference: 'https://arxiv.org/abs/1812.03205',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      gain: filterGain,
      constant: {
        type: 'boolean',
        default: true,
        description: 'Whether the first filter is the constant one, which passes the mean on.',
      },
    },
  },
  create:
    ({ gain, constant }) =>
    (parameter) =>
      fillWithFilters('dct', parameter, gain, (output, [height, width]) => {
        const waves = frequencies(height, width).slice(constant || height * width === 1 ? 0 : 1)
        const [v, u] = waves[output % waves.length] as readonly [number, number]
        return (y, x) =>
          Math.cos((Math.PI * v * (y + height / 2)) / height) * Math.cos((Math.PI * u * (x + width / 2)) / width)
      }),
})

/** All frequencies of a patch, the lowest first; equal ones by their rows. */
const frequencies = (height: number, width: number): readonly (readonly [v: number, u: number])[] =>
  Array.from({ length: height * width }, (_, i) => [Math.floor(i / width), i % width] as const).sort(
    (a, b) => a[0] + a[1] - (b[0] + b[1]) || a[0] - b[0],
  )
