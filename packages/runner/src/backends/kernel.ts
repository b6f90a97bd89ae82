import type { KernelConfig } from '@tensorflow/tfjs-core'
import type { TensorFlow } from './backend.js'

/** Registers a kernel in place of the one of that name. */
export function replaceKernel(tf: TensorFlow, kernel: KernelConfig): void {
  if (tf.getKernel(kernel.kernelName, kernel.backendName)) tf.unregisterKernel(kernel.kernelName, kernel.backendName)
  tf.registerKernel(kernel)
}
