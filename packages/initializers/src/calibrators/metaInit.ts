import { CalibratorNetworkError, defineCalibrator, type Examples, type Network, type Random } from '@fanin/core'
import { activationNamed } from '../theory/activations.js'
import { shapeOfClasses } from './layers.js'
import { Scales } from './scales.js'

/**
 * Finds a scale for every kernel at which gradients change least along themselves: the gradient quotient, on random
 * inputs and labels, is lowered by signs with momentum. The second derivative comes from differences of gradients, which
 * says nothing where activations have kinks: networks with ReLU are refused.
 *
 * Dauphin & Schoenholz, 2019, "MetaInit", https://papers.nips.cc/paper/2019/hash/876e8108f87eb61877c6263228b67256, algorithm 1.
 */
export const metaInit = defineCalibrator({
  name: 'metaInit',
  summary: 'Experimental: scales kernels until gradients change least along themselves; for smooth activations.',
  use: 'Plain networks with smooth activations, without any data.',
  reference: 'https://papers.nips.cc/paper/2019/hash/876e8108f87eb61877c6263228b67256-Abstract.html',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      steps: {
        type: 'integer',
        minimum: 1,
        default: 100,
        description: 'How often all scales are moved; 500 in the paper.',
      },
      rate: {
        type: 'number',
        exclusiveMinimum: 0,
        default: 0.1,
        description: 'The size of a step, in units of a kernel’s norm at the start over 10.',
      },
      momentum: {
        type: 'number',
        minimum: 0,
        exclusiveMaximum: 1,
        default: 0.9,
        description: 'What is kept of the last step.',
      },
      examples: { type: 'integer', minimum: 1, default: 32, description: 'Random inputs of a step.' },
    },
  },
  create:
    ({ steps, rate, momentum, examples }) =>
    (network, random) => {
      refuseKinks(network)
      const scales = new Scales(network)
      const speeds = new Float64Array(scales.paths.length)
      let quotient = Number.NaN
      const first = gradientQuotient(network, randomExamples(network, examples, random))
      for (let step = 0; step < steps; step++) {
        const batch = randomExamples(network, examples, random)
        const slopes = scales.slopes(() => gradientQuotient(network, batch))
        for (const [i, slope] of slopes.entries()) {
          speeds[i] = momentum * (speeds[i] as number) - (rate / 10) * Math.sign(slope)
          scales.set(i, Math.max(leastFactor, (scales.factors[i] as number) + (speeds[i] as number)))
        }
        quotient = gradientQuotient(network, batch)
      }
      network.note(`gradient quotient ${first.toPrecision(3)} -> ${quotient.toPrecision(3)}; ${scales}`)
    },
})

/** No kernel is scaled away. */
const leastFactor = 0.01

const refuseKinks = (network: Network): void => {
  const kinked = network.layers.find(({ options }) =>
    typeof options.activation === 'string'
      ? activationNamed(options.activation).kinks.length > 0
      : options.type === 'maxPooling2d',
  )
  if (!kinked) return
  throw new CalibratorNetworkError(
    `metaInit needs second derivatives, and ${kinked.name} has kinks`,
    'Use lsuv, autoInit or dataDependent, or smooth activations without max pooling.',
  )
}

/** Normal inputs and labels that are all equally likely. */
const randomExamples = (network: Network, count: number, random: Random): Examples => {
  const classes = network.layers.at(-1)?.shape.at(-1) as number
  const shape = [count, ...network.inputShape]
  const labels = [count, ...shapeOfClasses('metaInit', network)]
  const product = (of: readonly number[]): number => of.reduce((a, b) => a * b, 1)
  return {
    inputs: { shape, values: Float32Array.from({ length: product(shape) }, () => random.normal()) },
    targets: {
      shape: labels,
      values: Float32Array.from({ length: product(labels) }, () => random.integer(Math.max(2, classes))),
    },
  }
}

/** How far along its own direction the gradient is moved to see how it changes. */
const distance = 0.03
const least = 1e-5

/** The mean over all weights of |(g - Hg) / g - 1|, H the second derivative. */
const gradientQuotient = (network: Network, batch: Examples): number => {
  const { gradients } = network.gradients(batch)
  const values = [...gradients].map(([path, gradient]) => ({ path, gradient, weights: network.get(path) }))
  const norm = Math.sqrt(values.reduce((sum, { gradient }) => sum + gradient.reduce((s, g) => s + g * g, 0), 0))
  if (!(norm > 0)) return Number.POSITIVE_INFINITY
  const gradientsAt = (share: number): ReadonlyMap<string, Float32Array> => {
    for (const { path, gradient, weights } of values) {
      network.set(
        path,
        weights.map((weight, i) => weight + (share * distance * (gradient[i] as number)) / norm),
      )
    }
    return network.gradients(batch).gradients
  }
  const [ahead, behind] = [gradientsAt(1), gradientsAt(-1)]
  let [sum, count] = [0, 0]
  for (const { path, gradient, weights } of values) {
    network.set(path, weights)
    for (const [i, g] of gradient.entries()) {
      const change = ((ahead.get(path)?.[i] ?? 0) - (behind.get(path)?.[i] ?? 0)) / (2 * distance)
      sum += Math.abs((g - norm * change) / (g + (g >= 0 ? least : -least)) - 1)
    }
    count += gradient.length
  }
  return sum / count
}
