import type { NamedTensorMap, Scalar, Tensor, Variable } from '@tensorflow/tfjs-core'
import type { Backend, TensorFlow } from '../backends/backend.js'
import type { Rule, Update } from './optimizers/optimizer.js'

export interface Clipping {
  readonly clipNorm?: number
  readonly clipValue?: number
}

/** Variables of one shape whose rates are multiplied by one factor, and what they are updated as. */
interface Group {
  readonly members: readonly Variable[]
  /** All of them on top of each other; a single one itself. */
  readonly whole: Variable
  readonly factor: number
}

/** Values of a variable above which a call costs little beside its work. */
const large = 2 ** 16

/**
 * Applies an optimizer's rule to every variable and keeps what it remembers of each. Rules work value by value: where
 * calls are dear, small variables of one shape are updated as one, with the same bits. Nothing else may write to them.
 */
export class Updater {
  private readonly slots = new Map<string, Variable>()
  private groups: readonly Group[] | undefined

  constructor(
    private readonly backend: Backend,
    /** Each with what its learning rate is multiplied by. */
    private readonly variables: ReadonlyMap<Variable, number>,
    private readonly rule: Rule,
    private readonly clipping: Clipping,
  ) {}

  /** One update; `step` counts from 1. */
  apply(gradients: NamedTensorMap, learningRate: number, step: number): void {
    const { tf } = this.backend
    tf.tidy(() => {
      const clipped = this.clip(gradients)
      const scalar = numbersIn(tf)
      this.groups ??= this.groupsOf(clipped)
      for (const { members, whole, factor } of this.groups) {
        const [first, ...others] = members.map(({ name }) => clipped[name] as Tensor) as [Tensor, ...Tensor[]]
        const gradient = others.length === 0 ? first : tf.stack([first, ...others])
        const slot = (name: string, start = 0): Variable => this.slot(whole, name, start)
        this.rule({ tf, variable: whole, gradient, learningRate: learningRate * factor, step, slot, scalar })
        if (others.length > 0) for (const [i, part] of tf.unstack(whole).entries()) members[i]?.assign(part)
      }
    })
  }

  dispose(): void {
    for (const slot of this.slots.values()) slot.dispose()
    for (const { members, whole } of this.groups ?? []) if (members.length > 1) whole.dispose()
  }

  /** What is to be moved, and has a gradient. */
  private groupsOf(gradients: NamedTensorMap): readonly Group[] {
    const { tf, name, fast } = this.backend
    const most = fast && name === 'tensorflow' ? large : 0
    const groups = new Map<string, { members: Variable[]; factor: number }>()
    for (const [variable, factor] of this.variables) {
      if (!gradients[variable.name] || factor === 0) continue
      const key = variable.size > most ? variable.name : `${factor} [${variable.shape}]`
      const group = groups.get(key) ?? { members: [], factor }
      group.members.push(variable)
      groups.set(key, group)
    }
    return [...groups.values()].map(({ members, factor }) => {
      const whole = members.length === 1 ? (members[0] as Variable) : tf.variable(tf.stack(members), false)
      return { members, whole, factor }
    })
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
