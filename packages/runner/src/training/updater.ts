import type { NamedTensorMap, Scalar, Tensor, Variable } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backends/backend.js'
import type { Rule, Update } from './optimizers/optimizer.js'

export interface Clipping {
  readonly clipNorm?: number
  readonly clipValue?: number
}

/** Applies an optimizer's rule to every variable and keeps what it remembers of each. */
export class Updater {
  private readonly slots = new Map<string, Variable>()

  constructor(
    private readonly tf: TensorFlow,
    /** Each with what its learning rate is multiplied by. */
    private readonly variables: ReadonlyMap<Variable, number>,
    private readonly rule: Rule,
    private readonly clipping: Clipping,
  ) {}

  /** One update; `step` counts from 1. */
  apply(gradients: NamedTensorMap, learningRate: number, step: number): void {
    const { tf } = this
    tf.tidy(() => {
      const clipped = this.clip(gradients)
      const scalar = numbersIn(tf)
      for (const [variable, factor] of this.variables) {
        const gradient = clipped[variable.name]
        if (!gradient || factor === 0) continue
        const slot = (name: string, start = 0): Variable => this.slot(variable, name, start)
        this.rule({ tf, variable, gradient, learningRate: learningRate * factor, step, slot, scalar })
      }
    })
  }

  dispose(): void {
    for (const slot of this.slots.values()) slot.dispose()
  }

  private slot(variable: Variable, name: string, start: number): Variable {
    const key = `${variable.name} ${name}`
    const known = this.slots.get(key)
    if (known) return known
    const slot = this.tf.variable(this.tf.fill(variable.shape, start), false)
    this.slots.set(key, slot)
    return slot
  }

  private clip(gradients: NamedTensorMap): NamedTensorMap {
    const { tf } = this
    const { clipNorm, clipValue } = this.clipping
    const bounded =
      clipValue === undefined ? gradients : map(gradients, (g) => tf.clipByValue(g, -clipValue, clipValue))
    if (clipNorm === undefined) return bounded
    const norm = globalNorm(tf, Object.values(bounded))
    const scale = tf.div(clipNorm, tf.maximum(norm, clipNorm))
    return map(bounded, (gradient) => tf.mul(gradient, scale))
  }
}

/** Uploads every number once. */
const numbersIn = (tf: TensorFlow): Update['scalar'] => {
  const known = new Map<number, Scalar>()
  return (value) => {
    const scalar = known.get(value) ?? tf.scalar(value)
    known.set(value, scalar)
    return scalar
  }
}

/** The norm of all gradients together, in units of the largest entry: squares of exploding gradients would overflow. */
const globalNorm = (tf: TensorFlow, gradients: readonly Tensor[]): Tensor => {
  const largest = tf.max(tf.stack(gradients.map((gradient) => tf.max(tf.abs(gradient)))))
  const squares = gradients.map((gradient) => tf.sum(tf.square(tf.divNoNan(gradient, largest))))
  return tf.mul(largest, tf.sqrt(tf.addN(squares)))
}

const map = (tensors: NamedTensorMap, change: (tensor: Tensor) => Tensor): NamedTensorMap =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, change(tensor)]))
