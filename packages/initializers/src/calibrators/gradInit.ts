import { defineCalibrator, type Examples, type Network } from '@fanin/core'
import { Scales } from './scales.js'

/**
 * Learns a scale for every kernel so that the loss after one step of training is as small as can be, while the gradient
 * stays within a bound. Gradients alone are used: the step is not differentiated itself, as in the authors' code, and the
 * slope of the gradient's norm comes from differences along each scale.
 *
 * Zhu et al., 2021, "GradInit", https://arxiv.org/abs/2102.08098, algorithm 1; written from the paper.
 */
export const gradInit = defineCalibrator({
  name: 'gradInit',
  summary: 'Experimental: learns scales of kernels that make the first training step count most.',
  use: 'Any network whose first steps are unstable; takes about as long as some hundred training steps.',
  reference: 'https://arxiv.org/abs/2102.08098',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      iterations: { type: 'integer', minimum: 1, default: 100, description: 'How often the scales are moved.' },
      rate: {
        type: 'number',
        exclusiveMinimum: 0,
        default: 0.01,
        description: 'The learning rate of the scales (Adam).',
      },
      stepSize: {
        type: 'number',
        exclusiveMinimum: 0,
        default: 0.1,
        description: 'The length of the training step looked at.',
      },
      bound: {
        type: 'number',
        exclusiveMinimum: 0,
        default: 1,
        description: 'The largest norm that the gradient may have.',
      },
      examples: { type: 'integer', minimum: 2, default: 64, description: 'Training examples of a batch.' },
    },
  },
  create:
    ({ iterations, rate, stepSize, bound, examples }) =>
    (network) => {
      const scales = new Scales(network)
      const adam = new ScaleAdam(scales, rate)
      let [first, last] = [Number.NaN, Number.NaN]
      for (let i = 0; i < iterations; i++) {
        const batch = nextExamples(network, examples, i * examples)
        const half = nextExamples(network, examples, i * examples + Math.floor(examples / 2))
        const { loss, norm, gradients } = gradientOf(network, batch)
        if (i === 0) first = loss
        last = loss
        if (norm > bound)
          adam.step(
            scales.slopes(() => gradientOf(network, batch).norm),
            'bound',
          )
        else adam.step(slopesAfterStep(network, scales, gradients, stepSize / norm, half), 'loss')
      }
      network.note(`loss ${first.toPrecision(4)} -> ${last.toPrecision(4)}; ${scales}`)
    },
})

/** Examples from a place on, from the start again where there are no more. */
const nextExamples = (network: Network, count: number, skip: number): Examples => {
  const all = network.examples(Number.MAX_SAFE_INTEGER).targets.shape[0] as number
  return network.examples(count, skip % Math.max(1, all - count + 1))
}

const gradientOf = (network: Network, batch: Examples) => {
  const { loss, gradients } = network.gradients(batch)
  let square = 0
  for (const gradient of gradients.values()) for (const g of gradient) square += g * g
  return { loss, gradients, norm: Math.sqrt(square) }
}

/** The slope of the loss after one step along every scale: the new gradient's component along the kernel at scale 1. */
const slopesAfterStep = (
  network: Network,
  scales: Scales,
  gradients: ReadonlyMap<string, Float32Array>,
  step: number,
  batch: Examples,
): readonly number[] => {
  const before = new Map([...gradients.keys()].map((path) => [path, network.get(path)]))
  for (const [path, gradient] of gradients) {
    network.set(
      path,
      (before.get(path) as Float32Array).map((weight, i) => weight - step * (gradient[i] as number)),
    )
  }
  const after = network.gradients(batch).gradients
  for (const [path, weights] of before) network.set(path, weights)
  return scales.paths.map((path, i) =>
    scales.start(i).reduce((sum, weight, j) => sum + weight * (after.get(path)?.[j] ?? 0), 0),
  )
}

/** Adam on the scales, with first moments of their own for the two kinds of step. */
class ScaleAdam {
  private readonly first = { loss: [] as number[], bound: [] as number[] }
  private readonly second: number[] = []
  private readonly steps = { loss: 0, bound: 0, all: 0 }

  constructor(
    private readonly scales: Scales,
    private readonly rate: number,
  ) {}

  step(slopes: readonly number[], kind: 'loss' | 'bound'): void {
    this.steps[kind]++
    this.steps.all++
    for (const [i, slope] of slopes.entries()) {
      const clipped = Math.min(1, Math.max(-1, slope))
      const first = 0.9 * (this.first[kind][i] ?? 0) + 0.1 * clipped
      const second = 0.999 * (this.second[i] ?? 0) + 0.001 * clipped * clipped
      this.first[kind][i] = first
      this.second[i] = second
      const mean = first / (1 - 0.9 ** this.steps[kind])
      const size = Math.sqrt(second / (1 - 0.999 ** this.steps.all)) + 1e-8
      this.scales.set(i, Math.max(leastFactor, (this.scales.factors[i] as number) - (this.rate * mean) / size))
    }
  }
}

/** No kernel is scaled away. */
const leastFactor = 0.01
