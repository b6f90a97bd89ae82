import { defineInitializer } from '@fanin/core'
import { type Filter, fillWithFilters, filterGain } from './filters.js'

/**
 * Edges and bars of all directions, as the first layer of the visual cortex and of trained networks has them. Outputs go
 * through directions, then wavelengths, then phases.
 *
 * Daugman, 1985, https://doi.org/10.1364/JOSAA.2.001160; as a fixed first layer Sarwar et al., 2017,
 * https://arxiv.org/abs/1705.04748
 */
export const gabor = defineInitializer({
  name: 'gabor',
  summary: 'Gabor filters: edges and bars of several directions and wavelengths, for a first layer.',
  formula: 'exp(−(x′² + γ²y′²) / 2σ²) cos(2πx′ / λ + ψ), mean 0, scaled to variance gain² / fanIn',
  use: 'The first layer on images, with kernels of 5 and more.',
  reference: 'https://doi.org/10.1364/JOSAA.2.001160',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      directions: { type: 'integer', minimum: 1, default: 8, description: 'How many directions there are.' },
      gain: filterGain,
    },
  },
  create:
    ({ directions, gain }) =>
    (parameter) =>
      fillWithFilters('gabor', parameter, gain, (output, [height, width]) => {
        const size = Math.max(height, width)
        const wavelength = Math.floor(output / directions) % 2 === 0 ? size : size / 2
        const phase = Math.floor(output / (2 * directions)) % 2 === 0 ? Math.PI / 2 : 0
        const wave = gaborWave((Math.PI * (output % directions)) / directions, wavelength, phase)
        const mean = meanOver(wave, height, width)
        return (y, x) => wave(y, x) - mean
      }),
})

/** Width and roundness of the window around a wave. */
const [widthPerWavelength, aspect] = [0.56, 0.5]

const gaborWave = (direction: number, wavelength: number, phase: number): Filter => {
  const std = widthPerWavelength * wavelength
  return (y, x) => {
    const across = x * Math.cos(direction) + y * Math.sin(direction)
    const along = y * Math.cos(direction) - x * Math.sin(direction)
    const window = Math.exp(-(across * across + aspect * aspect * along * along) / (2 * std * std))
    return window * Math.cos((2 * Math.PI * across) / wavelength + phase)
  }
}

const meanOver = (filter: Filter, height: number, width: number): number => {
  let sum = 0
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) sum += filter(y - (height - 1) / 2, x - (width - 1) / 2)
  return sum / (height * width)
}
