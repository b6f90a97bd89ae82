/** An experiment that learns in a few steps, to be held to a baseline. Its kernels come from `./mine.js`. */
export const gatedExperiment = `version: 1
name: gated
plugins: [./mine.js]
dataset: { type: gaussian, inputShape: [4, 4, 1], classes: 4, train: 128, test: 64, separation: 0.7 }
model:
  inputShape: [4, 4, 1]
  layers:
    - { type: conv2d, filters: 4, kernelSize: 3, activation: relu }
    - flatten
    - { type: dense, units: 4, activation: softmax, name: head }
training: { epochs: 3, batchSize: 16, optimizer: { type: sgd, learningRate: 0.2 } }
initializers: { bias: mine/bias }
seeds: 5
backend: wasm
gate:
  metrics:
    - { metric: loss }
    - { metric: accuracy, margin: 0.1, level: warn }
sweep:
  grid:
    initializers.kernel: [mine/normal, glorotUniform]
`

/** The plugin, right or with a mistake in it: expressions for the standard deviation and the bias. */
export const gatedPlugin = (std = 'Math.sqrt(2 / fanIn)', bias = '0'): string => `
const noOptions = { type: 'object', additionalProperties: false, properties: {} }
const size = (shape) => shape.reduce((a, b) => a * b, 1)
export default {
  meta: { name: 'mine', namespace: 'mine', contract: 1 },
  initializers: [
    {
      name: 'normal', summary: 'Normal weights.', options: noOptions,
      create: () => ({ shape, fanIn, fanOut }, random) =>
        Float32Array.from({ length: size(shape) }, () => random.normal(0, ${std})),
    },
    {
      name: 'bias', summary: 'All alike.', options: noOptions,
      create: () => ({ shape }) => new Float32Array(size(shape)).fill(${bias}),
    },
  ],
}
`
