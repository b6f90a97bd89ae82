import type { KernelConfig } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { replaceKernel } from '../kernel.js'
import { averagePoolGradient } from './averagePoolGradient.js'
import { conv2dFilterGradient } from './conv2dFilterGradient.js'
import { conv2dInputGradient } from './conv2dInputGradient.js'
import { depthwiseFilterGradient } from './depthwiseFilterGradient.js'
import { depthwiseInputGradient } from './depthwiseInputGradient.js'
import { matMul } from './matMul.js'
import { maxPoolGradient } from './maxPoolGradient.js'
import { mean, sum } from './reduce.js'
import { samePadding } from './samePadding.js'
import { tile } from './tile.js'
import { unsortedSegmentSum } from './unsortedSegmentSum.js'

/** What the wasm backend lacks for training, has wrong, or has much slower than need be. */
const kernels: readonly ((tf: TensorFlow) => KernelConfig)[] = [
  // missing
  conv2dFilterGradient,
  depthwiseFilterGradient,
  depthwiseInputGradient,
  unsortedSegmentSum,
  // wrong
  averagePoolGradient,
  ...samePadding,
  // slow
  conv2dInputGradient,
  matMul,
  maxPoolGradient,
  mean,
  sum,
  tile,
]

/** Completes the wasm backend. */
export function registerWasmKernels(tf: TensorFlow): void {
  for (const create of kernels) replaceKernel(tf, create(tf))
}
