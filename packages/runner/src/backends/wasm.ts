import { createRequire } from 'node:module'
import { dirname, sep } from 'node:path'
import { type Backend, repeatPlainly } from './backend.js'
import { loadEngine } from './engine.js'
import { usesFastKernels } from './fast.js'
import { registerWasmKernels } from './wasm/kernels.js'

/** TensorFlow.js' WebAssembly backend, completed for training: nothing to install, the same bits on every machine. */
export async function loadWasm(): Promise<Backend> {
  const { tf, layers } = await loadEngine()
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
  // Without it the binary is looked for beside whatever file a bundler or a test runner made of the package.
  setWasmPaths(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep)
  if (!(await tf.setBackend('wasm'))) throw new Error('WebAssembly could not be started.')
  const fast = usesFastKernels()
  registerWasmKernels(tf, fast)
  const simd = (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) ? 'simd' : 'without simd'
  const kernels = fast ? 'fast kernels' : 'stock kernels'
  return {
    name: 'wasm',
    version: `tfjs ${tf.version_core}, wasm ${simd}, ${kernels}`,
    fast,
    repeat: repeatPlainly,
    tf,
    layers,
  }
}
