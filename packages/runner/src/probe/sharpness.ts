import type { Examples } from '@fanin/core'
import { stream } from '@fanin/core'
import type { EngineNetwork } from '../network/network.js'

/** How far parameters are moved, in all, to see how outputs follow. */
const step = 0.01

/**
 * The largest eigenvalue of the Gauss-Newton matrix of softmax cross-entropy, by power iteration: how sharply the loss
 * curves. With first derivatives alone, because second ones are silently wrong in TensorFlow.js: outputs follow a move of
 * the weights by a difference, and are pulled back. For a loss whose outputs are no softmax it is that of the outputs
 * themselves.
 *
 * Schraudolph, 2002, "Fast Curvature Matrix-Vector Products", https://doi.org/10.1162/08997660260028683
 */
export const sharpnessOf = (network: EngineNetwork, { inputs }: Examples, iterations: number): number => {
  const last = network.layers.at(-1)?.name as string
  const paths = network.layers.flatMap(({ parameters }) =>
    parameters.filter(({ role }) => role !== 'state').map(({ path }) => path),
  )
  const weights = new Map(paths.map((path) => [path, network.get(path)]))
  const probabilities = softmax(network.outputs(last, inputs).values, network.layers.at(-1)?.shape.at(-1) as number)
  const random = stream(0, 'probe/sharpness')
  let direction = unit(new Map([...weights].map(([path, values]) => [path, values.map(() => random.normal())])))
  let sharpness = 0
  const outputsAt = (share: number): Float32Array => {
    for (const [path, values] of weights) {
      const own = direction.get(path) as Float32Array
      network.set(
        path,
        values.map((value, i) => value + share * step * (own[i] as number)),
      )
    }
    return network.outputs(last, inputs).values
  }
  for (let i = 0; i < iterations; i++) {
    const [ahead, behind] = [outputsAt(1), outputsAt(-1)]
    for (const [path, values] of weights) network.set(path, values)
    const change = ahead.map((value, j) => (value - (behind[j] as number)) / (2 * step))
    const product = network.pullBack(inputs, curve(change, probabilities, inputs.shape[0] as number))
    const next = new Map(
      paths.map((path) => [path, product.get(path) ?? new Float32Array((weights.get(path) as Float32Array).length)]),
    )
    sharpness = size(next)
    if (sharpness === 0) return 0
    direction = unit(next)
  }
  return sharpness
}

type Block = ReadonlyMap<string, Float32Array>

const size = (block: Block): number => {
  let sum = 0
  for (const values of block.values()) for (const value of values) sum += value * value
  return Math.sqrt(sum)
}

const unit = (block: Block): Block => {
  const length = size(block)
  return new Map([...block].map(([path, values]) => [path, values.map((value) => value / length)]))
}

interface Probabilities {
  readonly values: Float64Array
  readonly classes: number
}

const softmax = (logits: Float32Array, classes: number): Probabilities => {
  const values = new Float64Array(logits.length)
  for (let start = 0; start < logits.length; start += classes) {
    const row = logits.subarray(start, start + classes)
    const most = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
    const total = row.reduce((sum, x) => sum + Math.exp(x - most), 0)
    for (let i = 0; i < classes; i++) values[start + i] = Math.exp((row[i] as number) - most) / total
  }
  return { values, classes }
}

/** The second derivative of the mean loss by the outputs, applied to a change of them: (p v - p (p . v)) / examples. */
const curve = (change: Float32Array, { values, classes }: Probabilities, examples: number): Float32Array => {
  const curved = new Float32Array(change.length)
  for (let start = 0; start < change.length; start += classes) {
    let along = 0
    for (let i = start; i < start + classes; i++) along += (values[i] as number) * (change[i] as number)
    for (let i = start; i < start + classes; i++)
      curved[i] = ((values[i] as number) * ((change[i] as number) - along)) / examples
  }
  return curved
}
