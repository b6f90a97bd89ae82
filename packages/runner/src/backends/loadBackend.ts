import { FaninError } from '@fanin/core'
import { type Backend, type BackendName, backendNames } from './backend.js'

const loaders: Readonly<Record<BackendName, () => Promise<Backend>>> = {
  tensorflow: async () => (await import('./tensorflow.js')).loadTensorflow(),
  wasm: async () => (await import('./wasm.js')).loadWasm(),
  cpu: async () => (await import('./cpu.js')).loadCpu(),
}

/** What to do where a backend does not work. */
const remedies: Readonly<Record<BackendName, string>> = {
  tensorflow: 'Install it with `fanin backend install tensorflow`, or use `backend: auto`, which takes the next best.',
  wasm: 'Use `backend: cpu`, which runs everywhere, slowly.',
  cpu: 'Run `npm install` again: a package of TensorFlow.js is missing or damaged.',
}

/** TensorFlow.js holds one state a process, so each backend is made once. */
const loaded = new Map<BackendName, Promise<Backend>>()

/**
 * Loads a backend and makes it the current one. `auto` takes the fastest that works here.
 *
 * Throws FANIN_BACKEND where it does not work on this machine.
 */
export async function loadBackend(choice: 'auto' | BackendName): Promise<Backend> {
  const failures: FaninError[] = []
  for (const name of choice === 'auto' ? backendNames : [choice]) {
    try {
      return await load(name)
    } catch (error) {
      failures.push(unavailable(name, error))
    }
  }
  throw new FaninError(failures.flatMap(({ problems }) => problems))
}

async function load(name: BackendName): Promise<Backend> {
  const pending = loaded.get(name) ?? loaders[name]()
  loaded.set(name, pending)
  const backend = await pending
  // Here, and every time: importing tfjs-node puts the stock gradients back, even where it fails after that.
  const { registerGradients } = await import('./gradients/register.js')
  registerGradients(backend.tf)
  await backend.tf.setBackend(name)
  return backend
}

const unavailable = (name: BackendName, cause: unknown): FaninError => {
  const [reason] = (cause instanceof Error ? cause.message : String(cause)).split('\n')
  const message = `The backend \`${name}\` does not work here: ${reason}`
  return new FaninError({ code: 'FANIN_BACKEND', message, hint: remedies[name] }, { cause })
}
