import type { KernelConfig } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { replaceKernel } from '../kernel.js'
import { activationGradients } from './activationGradients.js'
import { batchNorm, batchNormGradient } from './batchNorm.js'
import type { NodeBackend } from './binding.js'
import { cast } from './cast.js'
import { crossEntropy } from './crossEntropy.js'
import { fusedConv2d } from './fusedConv2d.js'
import { maxPool, maxPoolGradient } from './maxPool.js'
import { executeWith, oneDnn } from './operations.js'
import { sum } from './sum.js'

type Create = (tf: TensorFlow) => KernelConfig

/** What TensorFlow has a kernel for and tfjs-node composes of others. */
const kernels: readonly Create[] = [...activationGradients, ...[batchNorm, batchNormGradient, cast, crossEntropy, sum]]

/** What oneDNN does faster than TensorFlow; not every build of the library has it. */
const oneDnnKernels: readonly Create[] = [fusedConv2d, maxPool, maxPoolGradient]

/** Makes the tensorflow backend fast; answers with what it is made fast by. */
export function registerTensorflowKernels(tf: TensorFlow): string {
  const hasOneDnn = triesOneDnn(tf)
  for (const create of [...kernels, ...(hasOneDnn ? oneDnnKernels : [])]) replaceKernel(tf, create(tf))
  return hasOneDnn ? 'fast kernels with oneDNN' : 'fast kernels'
}

function triesOneDnn(tf: TensorFlow): boolean {
  const pooling = { workspace_enabled: true, padding: 'VALID', data_format: 'NHWC', ksize: [1, 1, 1, 1] }
  return tf.tidy(() => {
    try {
      const execute = executeWith(tf.backend() as unknown as NodeBackend)
      execute('_MklNativeMaxPool', [tf.ones([1, 1, 1, 1])], { ...oneDnn, ...pooling, strides: [1, 1, 1, 1] }, 2)
      return true
    } catch {
      return false
    }
  })
}
