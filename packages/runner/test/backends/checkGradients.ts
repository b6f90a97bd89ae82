import { expect } from '@jest/globals'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Backend, TensorFlow } from '../../src/backends/backend.js'

/** A function of tensors whose gradients are checked, at the inputs of these shapes. */
export interface Case {
  readonly shapes: readonly (readonly number[])[]
  readonly compute: (tf: TensorFlow, ...inputs: Tensor[]) => Tensor
}

/** Half the step of a central difference: small against the distance between values, large against their rounding. */
const step = 2 ** -9
/** Relative error of a value that eight float32 operations made, each rounded by half a unit in the last place. */
const rounding = 8 * 2 ** -24

type Values = Float32Array

/** Compares value and gradients on `backend` with those on `reference`, and the gradients with central differences. */
export async function checkGradients(backend: Backend, reference: Backend, { shapes, compute }: Case): Promise<void> {
  const inputs = shapes.map((shape, i) => distinct(size(shape), i))
  const run = async (on: Backend) => {
    await on.tf.setBackend(on.name)
    return differentiate(on.tf, shapes, inputs, compute)
  }
  const expected = await run(reference)
  const actual = await run(backend)
  expectClose(actual.value, expected.value)
  for (const [i, gradient] of actual.gradients.entries()) expectClose(gradient, expected.gradients[i] as Values)
  for (const i of inputs.keys()) checkDirection(backend.tf, { shapes, compute }, inputs, i, actual)
}

interface Derivatives {
  readonly value: Values
  readonly gradients: readonly Values[]
}

function differentiate(
  tf: TensorFlow,
  shapes: Case['shapes'],
  inputs: readonly Values[],
  compute: Case['compute'],
): Derivatives {
  return tf.tidy(() => {
    const tensors = inputs.map((values, i) => tf.tensor(values, [...(shapes[i] as number[])]))
    const value = compute(tf, ...tensors)
    const upstream = tf.tensor(wave(value.size), value.shape)
    const gradients = tf.grads((...xs) => compute(tf, ...(xs as Tensor[])))(tensors, upstream)
    return { value: value.dataSync() as Values, gradients: gradients.map((g) => g.dataSync() as Values) }
  })
}

/** The slope of `sum(value * wave)` when one input moves along a direction, measured and by its gradient. */
function checkDirection(
  tf: TensorFlow,
  { shapes, compute }: Case,
  inputs: readonly Values[],
  moved: number,
  { value, gradients }: Derivatives,
): void {
  const direction = wave((inputs[moved] as Values).length, 3)
  const weights = wave(value.length)
  const at = (distance: number) => {
    const shifted = inputs.map((values, i) =>
      i === moved ? values.map((x, j) => x + distance * (direction[j] as number)) : values,
    )
    const values = tf.tidy(() => {
      const tensors = shifted.map((v, i) => tf.tensor(v, [...(shapes[i] as number[])]))
      return compute(tf, ...tensors).dataSync()
    })
    return dot(values as Values, weights)
  }
  const measured = (at(step) - at(-step)) / (2 * step)
  const predicted = dot(gradients[moved] as Values, direction)
  const scale = weights.reduce((sum, w, i) => sum + Math.abs(w) * (1 + Math.abs(value[i] as number)), 0)
  expect(Math.abs(measured - predicted)).toBeLessThan((rounding / step + step ** 2) * scale)
}

function expectClose(actual: Values, expected: Values): void {
  expect(actual.length).toBe(expected.length)
  const scale = expected.reduce((largest, x) => Math.max(largest, Math.abs(x)), 1)
  const difference = actual.reduce((largest, x, i) => Math.max(largest, Math.abs(x - (expected[i] as number))), 0)
  expect(difference).toBeLessThan(rounding * scale * 4)
}

/** `count` different values between -1 and 1 in no order, none of them 0. */
const distinct = (count: number, salt: number): Values =>
  Float32Array.from({ length: count }, (_, i) => (2 * ((i * 7919 + salt * 31) % count) + 1.25) / count - 1)

const wave = (count: number, pace = 1): Values =>
  Float32Array.from({ length: count }, (_, i) => Math.cos(pace * (i + 1)))

const size = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1)

const dot = (a: Values, b: Values): number => a.reduce((sum, x, i) => sum + x * (b[i] as number), 0)
