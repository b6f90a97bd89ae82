import type { TensorFlow, TensorFlowLayers } from './backend.js'

/** The engine every backend shares: TensorFlow.js can be in a process only once. */
export interface Engine {
  readonly tf: TensorFlow
  readonly layers: TensorFlowLayers
}

let engine: Promise<Engine> | undefined

/** Loads TensorFlow.js without a backend, and quiet. */
export const loadEngine = (): Promise<Engine> => {
  engine ??= start()
  return engine
}

async function start(): Promise<Engine> {
  const [tf, layers] = await Promise.all([import('@tensorflow/tfjs-core'), import('@tensorflow/tfjs-layers')])
  // Silences the advice that TensorFlow.js prints to people who run it in Node; it changes nothing else.
  tf.enableProdMode()
  return { tf, layers }
}
