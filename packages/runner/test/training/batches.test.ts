import { stream } from '@fanin/core'
import { expect, it } from '@jest/globals'
import { loadBackend } from '../../src/backends/loadBackend.js'
import { builtInCatalogue } from '../../src/opened.js'
import { createBatches } from '../../src/training/batches.js'
import type { ResidentSplit } from '../../src/training/splits.js'
import type { TrainingRun } from '../../src/training/trainingRun.js'

it.each([
  ['gathered', []],
  ['augmented', [{ type: 'flip', axis: 'horizontal' }]],
])('a batch that is %s is tensors alone, as those need who repeat steps', async (_, augment) => {
  const backend = await loadBackend('cpu')
  const { tf } = backend
  const [count, inputShape] = [3, [4, 4, 1]]
  const train = { count, inputs: new Float32Array(count * 16).fill(1), labels: Int32Array.of(0, 1, 2) }
  const run = {
    ...{ backend, catalogue: builtInCatalogue(), stream: (name: string) => stream(1, name) },
    data: { task: 'classification', inputShape, train },
    training: { augment, validationShare: 0 },
  } as unknown as TrainingRun
  tf.tidy(() => {
    const resident: ResidentSplit = {
      count,
      inputs: tf.ones([count, 4, 4, 1]),
      labels: tf.tensor1d(train.labels, 'int32'),
    }
    const batch = createBatches(run, resident)(Int32Array.of(2, 0), 1)
    expect(Object.entries(batch).map(([name, { dtype, shape }]) => [name, dtype, shape])).toEqual([
      ['inputs', 'float32', [2, ...inputShape]],
      ['labels', 'int32', [2]],
    ])
    expect([...batch.labels.dataSync()]).toEqual([2, 0])
  })
})
