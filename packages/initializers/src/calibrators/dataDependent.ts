import { defineCalibrator, type Network, type Random, type Values } from '@fanin/core'
import { normalizeChannels } from './channels.js'
import {
  examplesOption,
  type KernelLayer,
  kernelLayers,
  lastKernel,
  meanSquare,
  multiply,
  varianceOf,
} from './layers.js'

/**
 * Krähenbühl's data-dependent initialization: every channel normalized on a batch, then all layers scaled against one
 * another until the weights of each change by the same share for a random change of the outputs. Scaling layers against
 * one another leaves the output as it is where activations are homogeneous, as ReLU is; elsewhere the drift is noted.
 *
 * Krähenbühl et al., 2016, "Data-dependent Initializations of CNNs", https://arxiv.org/abs/1511.06856, algorithm 1.
 */
export const dataDependent = defineCalibrator({
  name: 'dataDependent',
  summary: 'Channels normalized on a batch, then layers scaled until all learn at one relative rate.',
  use: 'Plain ReLU networks, and new heads on old features.',
  reference: 'https://arxiv.org/abs/1511.06856',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      mean: { type: 'number', default: 0.1, description: "The mean of every channel, 0.1 in the authors' code." },
      iterations: { type: 'integer', minimum: 1, default: 10, description: 'The most rounds of scaling.' },
      damping: {
        type: 'number',
        exclusiveMinimum: 0,
        maximum: 1,
        default: 1,
        description: 'The share of each correction that a round makes.',
      },
      examples: examplesOption(128),
    },
  },
  create: (options) => (network, random) => {
    const { inputs } = network.examples(options.examples)
    const layers = kernelLayers(network)
    for (const layer of layers) normalizeChannels(network, layer, inputs, options.mean, 1)
    balance(network, layers, inputs, options, random)
  },
})

/** Relative rates of change further from one another than this are scaled again. */
const tolerance = 0.01

const balance = (
  network: Network,
  layers: readonly KernelLayer[],
  inputs: Values,
  { iterations, damping }: { readonly iterations: number; readonly damping: number },
  random: Random,
): void => {
  const output = layers.at(-1) as KernelLayer
  const outputs = network.outputs(output.name, inputs).values
  const before = varianceOf(outputs)
  const change = outputs.map(() => random.normal())
  let unequal = Number.POSITIVE_INFINITY
  for (let round = 0; round < iterations && unequal > tolerance; round++) {
    const rates = relativeRates(network, layers, inputs, change)
    if (rates.some((rate) => !(rate > 0))) {
      network.note('A layer has no gradient: layers were not scaled.')
      return
    }
    const target = Math.exp(rates.reduce((sum, rate) => sum + Math.log(rate), 0) / rates.length)
    scaleLayers(
      network,
      layers,
      rates.map((rate) => (rate / target) ** (damping / 2)),
    )
    unequal = Math.max(...rates.map((rate) => Math.abs(Math.log(rate / target))))
  }
  const drift = Math.log(varianceOf(network.outputs(output.name, inputs).values) / before) / 2
  network.note(`Layers scaled; the output's std drifted by a factor of ${Math.exp(drift).toPrecision(3)}.`)
}

/** For every layer, how fast its kernel would change, as a share of its size, for a change of the outputs. */
const relativeRates = (
  network: Network,
  layers: readonly KernelLayer[],
  inputs: Values,
  change: Float32Array,
): readonly number[] => {
  const changes = network.pullBack(inputs, change)
  return layers.map((layer) => {
    const { path } = lastKernel(layer)
    return Math.sqrt(meanSquare(changes.get(path) ?? []) / meanSquare(network.get(path)))
  })
}

/** Scales every layer, and its bias by what has come together up to it, so that only scales change where ReLUs stand between. */
const scaleLayers = (network: Network, layers: readonly KernelLayer[], factors: readonly number[]): void => {
  let upTo = 1
  for (const [i, layer] of layers.entries()) {
    upTo *= factors[i] as number
    multiply(network, lastKernel(layer).path, factors[i] as number)
    if (layer.bias) multiply(network, layer.bias.path, upTo)
  }
}
