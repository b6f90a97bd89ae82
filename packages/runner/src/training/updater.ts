import type { NamedTensorMap, Scalar, Tensor, Variable } from '@tensorflow/tfjs-core'
import type { Backend, Computation, TensorFlow } from '../backends/backend.js'
import type { Optimizer, Update } from './optimizers/optimizer.js'

export interface Clipping {
  readonly clipNorm?: number
  readonly clipValue?: number
}

/** Applies an optimizer's rule to every variable and keeps what it remembers of each. */
export class Updater {
  private readonly slots = new Map<string, Variable>()
  /** The optimizer's rates as they are in the current step, by what the learning rate is multiplied by. */
  private readonly rates = new Map<number, readonly Variable[]>()
  private readonly move: Computation

  constructor(
    private readonly backend: Backend,
    /** Each with what its learning rate is multiplied by. */
    private readonly variables: ReadonlyMap<Variable, number>,
    private readonly optimizer: Optimizer,
    private readonly clipping: Clipping,
  ) {
    this.move = backend.repeat(
      () => [...variables.keys(), ...this.own],
      (gradients) => this.follow(this.clip(gradients)),
    )
  }

  /** One update; `step` counts from 1. */
  apply(gradients: NamedTensorMap, learningRate: number, step: number): void {
    this.backend.tf.tidy(() => {
      for (const factor of new Set(this.variables.values())) {
        this.setRates(factor, this.optimizer.rates(learningRate * factor, step))
      }
      this.move(gradients)
    })
  }

  dispose(): void {
    for (const variable of this.own) variable.dispose()
  }

  private get own(): readonly Variable[] {
    return [...this.slots.values(), ...[...this.rates.values()].flat()]
  }

  private setRates(factor: number, values: readonly number[]): void {
    const { tf } = this.backend
    const scalars = values.map((value) => tf.scalar(value))
    const rates = this.rates.get(factor)
    if (rates) for (const [i, rate] of rates.entries()) rate.assign(scalars[i] as Scalar)
    else {
      const variables = scalars.map((scalar) => tf.variable(scalar, false))
      this.rates.set(factor, variables)
    }
  }

  /** Moves what is to be moved, and has a gradient. */
  private follow(gradients: NamedTensorMap): NamedTensorMap {
    const { tf } = this.backend
    const scalar = numbersIn(tf)
    for (const [variable, factor] of this.variables) {
      const gradient = gradients[variable.name]
      if (!gradient || factor === 0) continue
      const slot = (name: string, start = 0): Variable => this.slot(variable, name, start)
      const rates = this.rates.get(factor) as readonly Variable[]
      this.optimizer.rule({ tf, variable, gradient, rates, slot, scalar })
    }
    return {}
  }

  private slot(variable: Variable, name: string, start: number): Variable {
    const key = `${variable.name} ${name}`
    const known = this.slots.get(key)
    if (known) return known
    const { tf } = this.backend
    const slot = tf.variable(tf.fill(variable.shape, start), false)
    this.slots.set(key, slot)
    return slot
  }

  private clip(gradients: NamedTensorMap): NamedTensorMap {
    const { tf } = this.backend
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
