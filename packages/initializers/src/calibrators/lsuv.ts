import { defineCalibrator, type Network, type Random, type Values } from '@fanin/core'
import { orthonormalMatrix } from '../algebra/orthonormal.js'
import { examplesOption, type KernelLayer, kernelLayers, lastKernel, multiply, varianceOf } from './layers.js'

/**
 * Layer-sequential unit-variance: orthonormal kernels, then, layer after layer in the order of computation, each scaled
 * until its outputs on a batch have variance 1 before their activation.
 *
 * Mishkin & Matas, 2016, "All you need is a good init", https://arxiv.org/abs/1511.06422, algorithm 1.
 */
export const lsuv = defineCalibrator({
  name: 'lsuv',
  summary: 'Orthonormal kernels, scaled layer by layer until outputs have variance 1 on a batch.',
  use: 'Any feed-forward network without normalization, whatever its activations and pooling.',
  reference: 'https://arxiv.org/abs/1511.06422',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      orthonormal: {
        type: 'boolean',
        default: true,
        description: 'Whether kernels are drawn anew, orthonormal; else those that are there are scaled.',
      },
      tolerance: {
        type: 'number',
        exclusiveMinimum: 0,
        default: 0.02,
        description: 'How far from 1 a variance may stay.',
      },
      iterations: { type: 'integer', minimum: 1, default: 10, description: 'The most attempts at a layer.' },
      examples: examplesOption(256),
    },
  },
  create: (options) => (network, random) => {
    const { inputs } = network.examples(options.examples)
    for (const layer of kernelLayers(network)) {
      if (options.orthonormal) drawOrthonormal(network, layer, random)
      scaleToUnit(network, layer, inputs, options)
    }
  },
})

const drawOrthonormal = (network: Network, { kernels, bias }: KernelLayer, random: Random): void => {
  for (const { path, shape } of kernels) {
    const columns = shape.at(-1) as number
    const rows = shape.reduce((a, b) => a * b, 1) / columns
    network.set(path, Float32Array.from(orthonormalMatrix(rows, columns, random)))
  }
  if (bias) network.set(bias.path, new Float32Array(bias.shape[0] as number))
}

interface Options {
  readonly tolerance: number
  readonly iterations: number
}

const scaleToUnit = (
  network: Network,
  layer: KernelLayer,
  inputs: Values,
  { tolerance, iterations }: Options,
): void => {
  const { name } = layer
  const { path } = lastKernel(layer)
  const before = varianceOf(network.outputs(name, inputs).values)
  let variance = before
  for (let i = 0; i < iterations && Math.abs(variance - 1) > tolerance; i++) {
    if (!(variance > 0 && Number.isFinite(variance))) break
    multiply(network, path, 1 / Math.sqrt(variance))
    variance = varianceOf(network.outputs(name, inputs).values)
  }
  const reached = Math.abs(variance - 1) <= tolerance
  network.note(`${name}: variance ${short(before)} -> ${short(variance)}${reached ? '' : ', which is not 1'}`)
}

const short = (value: number): string => String(Number(value.toPrecision(4)))
