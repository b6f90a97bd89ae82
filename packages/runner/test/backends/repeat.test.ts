import { beforeAll, describe, expect, it } from '@jest/globals'
import type { NamedTensorMap, Tensor, Tensor4D, Variable } from '@tensorflow/tfjs-core'
import { type Backend, type Computation, repeatPlainly, type TensorFlow } from '../../src/backends/backend.js'
import { usesFastKernels } from '../../src/backends/fast.js'
import { convolveWithBias } from '../../src/backends/gradients/fusedConv2d.js'
import { maxPool } from '../../src/backends/gradients/maxPool.js'
import { loadBackend } from '../../src/backends/loadBackend.js'
import type { NodeBackend } from '../../src/backends/tensorflow/binding.js'
import { optimizers } from '../../src/training/optimizers/index.js'
import { Updater } from '../../src/training/updater.js'

const isHere = await loadBackend('tensorflow').then(
  () => true,
  () => false,
)
const describeFast = isHere && usesFastKernels() ? describe : describe.skip
const where = isHere ? 'on tensorflow' : 'on tensorflow, which is not installed here'

/** More than are made plainly and written down. */
const calls = 14

let backend: Backend
let tf: TensorFlow
beforeAll(async () => {
  backend = await loadBackend(isHere ? 'tensorflow' : 'cpu')
  tf = backend.tf
})

/** How many operations are called, one by one, while something is done. */
const operationsIn = (work: () => void): number => {
  const node = tf.backend() as unknown as NodeBackend
  const { binding } = node
  let count = 0
  const executeOp: typeof binding.executeOp = (...call) => {
    count++
    return binding.executeOp(...call)
  }
  node.binding = Object.create(binding, { executeOp: { value: executeOp } })
  work()
  node.binding = binding
  return count
}

/** The values of `y` in every call, and how many operations each called. */
const follow = (
  compute: Computation,
  inputOf: (call: number) => Tensor,
  variables: readonly Variable[] = [],
  asked?: () => number,
) => {
  const repeated = backend.repeat(() => variables, compute, asked)
  return Array.from({ length: calls }, (_, call) => {
    let values: number[] = []
    const operations = operationsIn(() => {
      tf.tidy(() => {
        values = Array.from((repeated({ x: inputOf(call) }) as { y: Tensor }).y.dataSync())
      })
    })
    return { values, operations }
  })
}

const wave = (shape: number[], call: number): Tensor =>
  tf.reshape(tf.sin(tf.add(tf.range(0, tf.util.sizeFromShape(shape)), call)), shape)

describeFast(`a computation that is repeated ${where}`, () => {
  it('comes to the same bits as a graph, variables included', () => {
    const start = wave([3, 3, 1, 2], 0)
    const plain = tf.variable(start)
    const repeated = tf.variable(start)
    const step =
      (kernel: Variable): Computation =>
      ({ x }) => {
        const loss = (filter: Tensor) => {
          const outputs = convolveWithBias(
            tf,
            { x: x as Tensor4D, filter: filter as Tensor4D, bias: tf.mul(tf.ones([2]), 0.5) },
            [1, 1],
            'same',
          )
          const pooling = { size: [2, 2], strides: [2, 2], padding: 'valid' } as const
          return tf.mean(tf.square(tf.expandDims(tf.relu(maxPool(tf, outputs as Tensor4D, pooling)), 1)))
        }
        const gradient = tf.grad(loss)(kernel)
        kernel.assign(tf.sub(kernel, tf.mul(gradient, 0.1)))
        return { y: kernel as Tensor, gradient }
      }
    const inputOf = (call: number) => wave([4, 6, 6, 1], call)
    const expected = Array.from({ length: calls }, (_, call) =>
      tf.tidy(() => Array.from((step(plain)({ x: inputOf(call) }) as { y: Tensor }).y.dataSync())),
    )
    const seen = follow(step(repeated), inputOf, [repeated])
    expect(seen.map(({ values }) => values)).toEqual(expected)
    const operationsOfInput = operationsIn(() => tf.dispose(inputOf(0)))
    expect(seen.at(-1)?.operations).toBe(operationsOfInput)
    tf.dispose([start, plain, repeated])
  })

  it('divides by constants and by roots, bit for bit', () => {
    const divide: Computation = ({ x }) => {
      const squares = tf.add(tf.square(x as Tensor), 1)
      return { y: tf.concat([tf.div(squares, 49), tf.div(x as Tensor, tf.sqrt(squares))]) }
    }
    const inputOf = (call: number) => wave([999], call)
    const expected = Array.from({ length: calls }, (_, call) =>
      tf.tidy(() => Array.from((divide({ x: inputOf(call) }) as { y: Tensor }).y.dataSync())),
    )
    expect(follow(divide, inputOf).map(({ values }) => values)).toEqual(expected)
  })

  it('is right where JavaScript draws a number for each call', () => {
    const drawn: Computation = ({ x }) => {
      draw++
      return { y: tf.mul(x as Tensor, tf.scalar(draw)) }
    }
    let draw = 0
    expect(follow(drawn, () => tf.scalar(2)).map(({ values }) => values)).toEqual(
      Array.from({ length: calls }, (_, call) => [2 * (call + 1)]),
    )
  })

  it('is right where JavaScript asks for the step, though it makes nothing of it for a while', () => {
    let step = 0
    const masked: Computation = ({ x }) => ({ y: tf.mul(x as Tensor, tf.scalar(step++ < calls - 2 ? 1 : step)) })
    const seen = follow(
      masked,
      () => tf.scalar(2),
      [],
      () => step,
    )
    expect(seen.map(({ values }) => values)).toEqual(
      Array.from({ length: calls }, (_, call) => [2 * (call < calls - 2 ? 1 : call + 1)]),
    )
  })

  it('is right where JavaScript reads what is computed', () => {
    const read: Computation = ({ x }) => ({ y: tf.scalar(tf.square(x as Tensor).dataSync()[0] as number) })
    // Alike while it would be written down.
    const inputs = Array.from({ length: calls }, (_, call) => (call < calls - 3 ? 5 : call))
    const seen = follow(read, (call) => tf.scalar(inputs[call] as number))
    expect(seen.map(({ values }) => values)).toEqual(inputs.map((input) => [input ** 2]))
  })

  it('is right where it uses a tensor from elsewhere, which may be another one the next time', () => {
    let other = tf.keep(tf.square(tf.scalar(3)))
    const using: Computation = ({ x }) => ({ y: tf.add(x as Tensor, other) })
    const seen = follow(using, (call) => {
      other.dispose()
      other = tf.keep(tf.square(tf.scalar(call)))
      return tf.scalar(1)
    })
    expect(seen.map(({ values }) => values)).toEqual(Array.from({ length: calls }, (_, call) => [1 + call ** 2]))
    other.dispose()
  })

  it('is right for inputs of changing shapes', () => {
    const sum: Computation = ({ x }) => ({ y: tf.sum(tf.square(x as Tensor)) })
    const seen = follow(sum, (call) => tf.ones([1 + (call % 2)]))
    expect(seen.map(({ values }) => values)).toEqual(Array.from({ length: calls }, (_, call) => [1 + (call % 2)]))
  })

  it('gives results that outlive each other, and leaves no tensor behind', () => {
    const { numTensors } = tf.memory()
    const repeated = backend.repeat(
      () => [],
      ({ x }): NamedTensorMap => ({ same: x as Tensor, twice: tf.add(x as Tensor, x as Tensor) }),
    )
    for (let call = 0; call < calls; call++) {
      tf.tidy(() => {
        const { same, twice } = repeated({ x: tf.square(tf.scalar(call)) }) as { same: Tensor; twice: Tensor }
        same.dispose()
        expect(twice.dataSync()[0]).toBe(2 * call ** 2)
      })
    }
    expect(tf.memory().numTensors).toBe(numTensors)
  })

  it.each(optimizers.map((optimizer) => [optimizer.name, optimizer] as const))(
    'moves as plain ones do by %s',
    (_, one) => {
      const given = { learningRate: 0.1, momentum: 0.9, nesterov: true, centered: true, weightDecay: 0.01 }
      const { learningRate, ...optimizer } = one.create({
        ...{ ...given, beta1: 0.9, beta2: 0.999, rho: 0.9, epsilon: 1e-7, initialAccumulator: 0.1 },
      } as never)
      const trained = (engine: Backend) => {
        const variables = tf.tidy(() => [tf.variable(tf.fill([2, 2], 0.3)), tf.variable(tf.fill([3], 0.1))])
        const updater = new Updater(engine, new Map(variables.map((one, i) => [one, 1 - i / 2])), optimizer, {
          clipNorm: 1,
        })
        for (let call = 0; call < calls; call++) {
          tf.tidy(() => {
            const gradients = variables.map(({ name, shape }) => [name, wave(shape, call)])
            updater.apply(Object.fromEntries(gradients), learningRate / (call + 1), call + 1)
          })
        }
        const values = variables.map((variable) => Array.from(variable.dataSync()))
        updater.dispose()
        tf.dispose(variables)
        return values
      }
      const { numTensors } = tf.memory()
      expect(trained(backend)).toEqual(trained({ ...backend, repeat: repeatPlainly }))
      expect(tf.memory().numTensors).toBe(numTensors)
    },
  )
})
