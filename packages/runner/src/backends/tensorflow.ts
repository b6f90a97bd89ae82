import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import util from 'node:util'
import type { KernelBackend } from '@tensorflow/tfjs-core'
import { type Backend, repeatPlainly, type TensorFlow } from './backend.js'
import { loadEngine } from './engine.js'
import { usesFastKernels } from './fast.js'
import { installedFolder, tfjsNodeIn } from './installation/place.js'
import type { Binding, NodeBackend } from './tensorflow/binding.js'
import { registerTensorflowKernels } from './tensorflow/kernels.js'
import { repeatAsGraph } from './tensorflow/repeat.js'

const require = createRequire(import.meta.url)

/** TensorFlow's own library: the fastest, where it is installed, by `fanin backend install` or as `@tensorflow/tfjs-node`. */
export async function loadTensorflow(folder?: string): Promise<Backend> {
  useOneThread()
  restoreNodeUtilities()
  const { tf, layers } = await loadEngine()
  const binding = startTfjsNode(tf, folder ? tfjsNodeIn(folder) : tfjsNodeFolder())
  if (!(await tf.setBackend('tensorflow'))) throw new Error('The library of TensorFlow could not be started.')
  checkArithmetic(tf)
  const fast = usesFastKernels()
  const kernels = fast ? registerTensorflowKernels(tf) : 'stock kernels'
  const version = `tfjs ${tf.version_core}, libtensorflow ${binding.TF_Version}, ${kernels}`
  const repeat = fast ? repeatAsGraph(tf.backend() as unknown as NodeBackend) : repeatPlainly
  return { name: 'tensorflow', version, fast, repeat, tf, layers }
}

/**
 * One thread a process gives the same bits every time; workers use the other cores. It is the one that calls (`-1`).
 * Whoever sets it, knows better.
 */
function useOneThread(): void {
  process.env.TF_NUM_INTRAOP_THREADS ??= '1'
  process.env.TF_NUM_INTEROP_THREADS ??= '-1'
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'
}

/** tfjs-node calls what Node 22 warns of and Node 23 removed from `node:util`. */
function restoreNodeUtilities(): void {
  Object.assign(util, {
    isArray: Array.isArray,
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  })
}

function tfjsNodeFolder(): string {
  const installed = installedFolder()
  if (existsSync(installed)) return tfjsNodeIn(installed)
  try {
    return dirname(require.resolve('@tensorflow/tfjs-node/package.json'))
  } catch (cause) {
    throw new Error('TensorFlow is not installed.', { cause })
  }
}

/** Starts the parts of tfjs-node that compute; its index would load all of TensorFlow.js a second time. */
function startTfjsNode(tf: TensorFlow, folder: string): Binding {
  // Where fanin has installed it, its `@tensorflow/tfjs` is what is found here.
  Object.assign(globalThis, { [Symbol.for('fanin.tfjs')]: require('@tensorflow/tfjs-core') })
  try {
    const binding = require(addonIn(folder)) as Binding
    require(join(folder, 'dist', 'register_all_kernels.js'))
    const { NodeJSKernelBackend } = require(join(folder, 'dist', 'nodejs_kernel_backend.js'))
    const priority = 3
    tf.registerBackend(
      'tensorflow',
      () => new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node') as KernelBackend,
      priority,
    )
    return binding
  } catch (cause) {
    const [reason] = cause instanceof Error ? cause.message.split('\n') : [String(cause)]
    throw new Error(`TensorFlow is installed, but cannot be loaded: ${reason}`, { cause })
  }
}

/** One for every version of Node's interface that was built for; the addon works on later ones. */
function addonIn(folder: string): string {
  const lib = join(folder, 'lib')
  const [api] = existsSync(lib) ? readdirSync(lib) : []
  if (!api) throw new Error(`There is no addon in ${lib}.`)
  return join(lib, api, 'tfjs_binding.node')
}

function checkArithmetic(tf: TensorFlow): void {
  const product = tf.tidy(() => tf.matMul(tf.ones([2, 2]), tf.ones([2, 2])).dataSync())
  if (product.some((value) => value !== 2)) throw new Error('The library of TensorFlow computes wrong results.')
}
