import { openExperiment } from '@fanin/runner'
import * as tf from '@tensorflow/tfjs-core'

/** Additions and multiplications of one training step in convolutions and dense layers: of an experiment's first arm. */
export const operationsOfStep = async (file: string): Promise<number> => {
  const { plan } = await openExperiment(file)
  const [arm] = plan.arms
  if (!arm) throw new Error(`${file} has no arm.`)
  const { nodes, inputShape } = arm.architecture
  const shapes = new Map([['input', inputShape], ...nodes.map(({ name, shape }) => [name, shape] as const)])
  const products = nodes.flatMap(({ layer, inputs, shape, parameters }) => {
    const kernel = parameters.find(({ role }) => role === 'kernel')
    if (!kernel) return []
    // Every pixel that the window comes to; of a transposed convolution those are the inputs'.
    const pixels = layer.type === 'conv2dTranspose' ? shapes.get(inputs[0] as string) : shape
    return [count(kernel.shape) * count((pixels ?? shape).slice(0, -1))]
  })
  // Forward, by the input and by the kernel; nobody asks for the gradient of the data.
  const passes = products.map((product, i) => product * (i === 0 ? 2 : 3))
  return 2 * arm.config.training.batchSize * passes.reduce((sum, pass) => sum + pass, 0)
}

const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)

/** Operations a second of one thread in the best of some matrix products of 1024 rows and columns. */
export const peakOf = async (backend: string): Promise<number> => {
  await tf.setBackend(backend)
  const size = 1024
  const matrix = tf.ones([size, size])
  const seconds = Array.from({ length: 10 }, () => {
    const begun = performance.now()
    const product = tf.matMul(matrix, matrix)
    const seconds = (performance.now() - begun) / 1000
    product.dispose()
    return seconds
  })
  matrix.dispose()
  return (2 * size ** 3) / Math.min(...seconds)
}
