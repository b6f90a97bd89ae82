import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Backend } from '../../src/backends/backend.js'
import { loadBackend } from '../../src/backends/loadBackend.js'
import { reluAfterPooling } from '../../src/model/reluAfterPooling.js'
import { splitActivations } from '../../src/model/splitActivations.js'
import { architecture, build, someValues } from './architecture.js'

let backend: Backend

beforeAll(async () => {
  backend = await loadBackend('cpu')
})

const written = [
  { layer: { type: 'conv2d', filters: 4, kernelSize: 3, activation: 'relu' } },
  { layer: { type: 'maxPooling2d' } },
  { layer: { type: 'conv2d', filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' }, name: 'both' },
  { layer: { type: 'maxPooling2d', strides: 1, padding: 'same' } },
  { layer: { type: 'add' }, inputs: ['both', 'maxPooling2d_4'] },
  { layer: { type: 'conv2d', filters: 4, kernelSize: 3, activation: 'tanh' } },
  { layer: { type: 'maxPooling2d' } },
]

describe('reluAfterPooling', () => {
  it('moves a ReLU that nothing else reads, and no other activation', () => {
    const { nodes } = architecture([12, 12, 2], written)
    const types = reluAfterPooling(splitActivations(nodes)).map(({ layer }) => layer.type)
    const [first, shared, other] = [
      ['conv2d', 'maxPooling2d', 'activation'],
      ['conv2d', 'activation', 'maxPooling2d', 'add'],
      ['conv2d', 'activation', 'maxPooling2d'],
    ] as const
    expect(types).toEqual([...first, ...shared, ...other])
  })

  it('changes neither outputs nor gradients by a bit', () => {
    const built = architecture([12, 12, 2], written)
    const moved = { ...built, nodes: reluAfterPooling(splitActivations(built.nodes)) }
    const { tf } = backend
    const [before, after] = [built, moved].map((one) => {
      const model = build(backend, one, someValues(built))
      const inputs = tf.reshape(tf.sin(tf.range(0, 3 * 12 * 12 * 2)), [3, 12, 12, 2])
      const { value, grads } = tf.variableGrads(
        () => tf.sum(tf.square(model.forward(inputs, true))),
        [...model.trainable.values()],
      )
      // Adding 0 makes -0 and 0 the same.
      const gradients = [...model.trainable.values()].map(({ name }) =>
        Array.from(tf.add(grads[name] as Tensor, 0).dataSync()),
      )
      model.dispose()
      return [Array.from(value.dataSync()), ...gradients]
    })
    expect(after).toEqual(before)
  })
})
