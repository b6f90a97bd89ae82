import { defineCalibrator, type Network, type NetworkLayer, type Random } from '@fanin/core'
import { distributions, drawScaled, fillWith } from '../sampling/draw.js'
import { afterActivation, passSignal, type Signal, weightedSignal } from '../theory/signal.js'
import { examplesOption, meanOf, varianceOf } from './layers.js'

/**
 * Follows mean and variance of the signal through the network by formulas, and draws every kernel so wide that its layer
 * puts out variance 1: with Var W = 1 / (fanIn (variance + mean²)) of its inputs. Layers of which nothing is known pass
 * the moments on, and are noted.
 *
 * Bingham & Miikkulainen, 2023, "AutoInit: Analytic Signal-Preserving Weight Initialization",
 * https://arxiv.org/abs/2109.08958; written from its formulas.
 */
export const autoInit = defineCalibrator({
  name: 'autoInit',
  summary: 'Draws kernels so that the signal, followed by formulas, has variance 1 behind every layer.',
  use: 'Networks with pooling, dropout and mixed activations, where no one gain fits.',
  reference: 'https://arxiv.org/abs/2109.08958',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      distribution: { enum: distributions, default: 'truncatedNormal', description: 'What kernels are drawn from.' },
      examples: examplesOption(1000),
    },
  },
  create:
    ({ distribution, examples }) =>
    (network, random) => {
      const { values } = network.examples(examples).inputs
      const input: Signal = { mean: meanOf(values), variance: varianceOf(values), between: 0 }
      const signals = new Map([['input', input]])
      const shapes = new Map([['input', network.inputShape]])
      for (const layer of network.layers) {
        const inputs = layer.inputs.map((name) => signals.get(name) as Signal)
        const inputShapes = layer.inputs.map((name) => shapes.get(name) as readonly number[])
        const drawn = drawKernels(network, layer, inputs[0] as Signal, distribution, random)
        const before = drawn ?? passSignal(layer, inputs, inputShapes)
        if (!before) {
          network.note(`${layer.name}: nothing is known of ${layer.options.type}; the signal is taken as it was.`)
        }
        signals.set(layer.name, behindOwnActivation(layer, before ?? (inputs[0] as Signal)))
        shapes.set(layer.name, layer.shape)
      }
    },
})

/** Draws what a layer has for kernels, each so that its outputs have variance 1; undefined where it has none. */
const drawKernels = (
  network: Network,
  { parameters }: NetworkLayer,
  input: Signal,
  distribution: (typeof distributions)[number],
  random: Random,
): Signal | undefined => {
  let signal: Signal | undefined
  for (const parameter of parameters) {
    if (parameter.role === 'bias')
      network.set(
        parameter.path,
        fillWith(parameter, () => 0),
      )
    if (parameter.role !== 'kernel') continue
    const { mean, variance } = signal ?? input
    const size = parameter.fanIn * (variance + mean * mean)
    if (size > 0)
      network.set(parameter.path, fillWith(parameter, drawScaled(distribution, 1 / Math.sqrt(size), random)))
    signal = weightedSignal(signal ?? input, parameter.fanIn, size > 0 ? 1 / size : 0)
  }
  return signal
}

const behindOwnActivation = ({ options }: NetworkLayer, before: Signal): Signal =>
  typeof options.activation === 'string' ? afterActivation(before, options.activation) : before
