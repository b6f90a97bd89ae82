import { convolutionFans, denseFans, elementwiseFans, type Fans } from '../fans.js'
import type { Parameter } from '../plugin/initializer.js'

/** A parameter in the middle of a network with ReLU, unless told otherwise. */
export const parameter = (
  path: string,
  shape: readonly number[],
  fans: Fans,
  around: Partial<Parameter> = {},
): Parameter => ({
  ...{ path, layer: path.split('/')[0] as string, role: 'kernel', shape, ...fans },
  ...{ fanAvg: (fans.fanIn + fans.fanOut) / 2, activation: 'relu', position: { layer: 2, depth: 4 }, ...around },
})

/** The kernel `[inputs, units]` of a dense layer. */
export const denseKernel = (inputs: number, units: number, around: Partial<Parameter> = {}): Parameter =>
  parameter('dense/kernel', [inputs, units], denseFans(inputs, units), around)

/** The kernel `[size, size, inputs, filters]` of a convolution of stride 1. */
export const convolutionKernel = (
  size: number,
  inputs: number,
  filters: number,
  around: Partial<Parameter> = {},
): Parameter =>
  parameter(
    'conv2d/kernel',
    [size, size, inputs, filters],
    convolutionFans([size, size], inputs, filters, [1, 1]),
    around,
  )

/** One number a unit: a bias, or a scale where `role` says so. */
export const biasVector = (units: number, around: Partial<Parameter> = {}): Parameter =>
  parameter('dense/bias', [units], elementwiseFans, { role: 'bias', ...around })

/** What an initializer is tried on where nothing else is said; those of a shape that it refuses are left out. */
export const commonParameters: readonly Parameter[] = [
  convolutionKernel(3, 16, 32),
  convolutionKernel(1, 32, 32),
  convolutionKernel(5, 1, 24),
  denseKernel(96, 64),
  denseKernel(48, 80),
]
