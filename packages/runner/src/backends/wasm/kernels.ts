import type { KernelConfig } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { replaceKernel } from '../kernel.js'
import { averagePoolGradient } from './averagePoolGradient.js'
import { batchNorm, batchNormGradient } from './batchNorm.js'
import { conv2dFilterGradient } from './conv2dFilterGradient.js'
import { conv2dInputGradient } from './conv2dInputGradient.js'
import { depthwiseFilterGradient } from './depthwiseFilterGradient.js'
import { depthwiseInputGradient } from './depthwiseInputGradient.js'
import { gather } from './gather.js'
import { identity } from './identity.js'
import { matMul } from './matMul.js'
import { maxPoolGradient } from './maxPoolGradient.js'
import { mean, sum } from './reduce.js'
import { reluGradient } from './reluGradient.js'
import { samePadding } from './samePadding.js'
import { tile } from './tile.js'
import { unsortedSegmentSum } from './unsortedSegmentSum.js'

type Create = (tf: TensorFlow) => KernelConfig

/** What the wasm backend lacks for training or has wrong. */
const needed: readonly Create[] = [
  // missing
  conv2dFilterGradient,
  depthwiseFilterGradient,
  depthwiseInputGradient,
  unsortedSegmentSum,
  // wrong
  averagePoolGradient,
  maxPoolGradient,
  ...samePadding,
]

/** What it has much slower than need be. */
const fast: readonly Create[] = [
  batchNorm,
  batchNormGradient,
  conv2dInputGradient,
  gather,
  identity,
  matMul,
  mean,
  reluGradient,
  sum,
  tile,
]

/** Completes the wasm backend, and makes it fast where that is wanted. */
export function registerWasmKernels(tf: TensorFlow, isFast: boolean): void {
  for (const create of [...needed, ...(isFast ? fast : [])]) replaceKernel(tf, create(tf))
}
