import util from 'node:util'
import type { Backend, TensorFlow } from './backend.js'
import { loadEngine } from './engine.js'

/** The part of the node backend that is used; its package is optional, and so are its types. */
interface NodeBackend {
  readonly binding: { readonly TF_Version: string }
}

// A variable, so that TypeScript does not look for a package that need not be installed.
const tfjsNode: string = '@tensorflow/tfjs-node'

/** TensorFlow's own library through `@tensorflow/tfjs-node`: the fastest, where it is installed. */
export async function loadTensorflow(): Promise<Backend> {
  useOneThread()
  restoreNodeUtilities()
  const { tf, layers } = await loadEngine()
  await importTfjsNode()
  if (!(await tf.setBackend('tensorflow'))) throw new Error('The library of TensorFlow could not be started.')
  const { binding } = tf.backend() as unknown as NodeBackend
  checkArithmetic(tf)
  return { name: 'tensorflow', version: `tfjs ${tf.version_core}, libtensorflow ${binding.TF_Version}`, tf, layers }
}

/** One thread a process gives the same bits every time; workers use the other cores. Whoever sets it, knows better. */
function useOneThread(): void {
  process.env.TF_NUM_INTRAOP_THREADS ??= '1'
  process.env.TF_NUM_INTEROP_THREADS ??= '1'
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'
}

/** tfjs-node calls what Node 23 removed from `node:util`. */
function restoreNodeUtilities(): void {
  const removed = {
    isArray: Array.isArray,
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  }
  for (const [name, is] of Object.entries(removed)) {
    if (!(name in util)) Object.assign(util, { [name]: is })
  }
}

async function importTfjsNode(): Promise<void> {
  try {
    await import(tfjsNode)
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && /MODULE_NOT_FOUND/.test(String(cause.code))
    const reason = missing ? 'is not installed' : 'is installed, but its native library cannot be loaded'
    throw new Error(`\`${tfjsNode}\` ${reason}.`, { cause })
  }
}

function checkArithmetic(tf: TensorFlow): void {
  const product = tf.tidy(() => tf.matMul(tf.ones([2, 2]), tf.ones([2, 2])).dataSync())
  if (product.some((value) => value !== 2)) throw new Error('The library of TensorFlow computes wrong results.')
}
