import { type Backend, repeatPlainly } from './backend.js'
import { registerCpuKernels } from './cpu/kernels.js'
import { loadEngine } from './engine.js'

/** The backend in plain JavaScript: slow, everywhere, and what the others are checked against. */
export async function loadCpu(): Promise<Backend> {
  const { tf, layers } = await loadEngine()
  await import('@tensorflow/tfjs-backend-cpu')
  registerCpuKernels(tf)
  return { name: 'cpu', version: `tfjs ${tf.version_core}, cpu`, fast: false, repeat: repeatPlainly, tf, layers }
}
