import { describe, expect, it } from '@jest/globals'
import type { LoadedData, Split, Task } from '../../src/data/dataset.js'
import { boxSize } from '../../src/data/labels.js'
import { shapes } from '../../src/data/shapes/shapes.js'

const context = { resolvePath: (path: string) => path }
const options = { size: 32, train: 30, test: 9, seed: 0, difficulty: 1, normalize: 'unit' } as const
const load = (task: Task, change: object = {}): Promise<LoadedData> =>
  shapes.load({ ...options, task, ...change }, context)

/** Rows of boxes of one image, without those that hold none. */
const boxesOf = ({ count, labels }: Split, image: number): number[][] => {
  const size = labels.length / count
  const rows = Array.from({ length: size / boxSize }, (_, i) => [
    ...labels.subarray(image * size + i * boxSize, image * size + (i + 1) * boxSize),
  ])
  return rows.filter(([label]) => label !== -1)
}

describe('shapes', () => {
  it.each(['classification', 'segmentation', 'detection'] as const)(
    'says beforehand what it is for %s',
    async (task) => {
      const { train: _, test: __, digest: ___, ...summary } = await load(task)
      expect(await shapes.describe?.({ ...options, task }, context)).toEqual(summary)
      expect(summary.task ?? 'classification').toBe(task)
    },
  )

  it('has the same pixels for boxes and masks, and the boxes enclose the masks', async () => {
    const [masks, boxes] = [await load('segmentation'), await load('detection')]
    expect(boxes.train.inputs).toEqual(masks.train.inputs)
    for (let image = 0; image < 30; image++) {
      const rows = boxesOf(boxes.train, image)
      expect(rows.length).toBeGreaterThan(0)
      const mask = masks.train.labels.subarray(image * 32 * 32, (image + 1) * 32 * 32)
      const outside = [...mask.keys()].filter((i) => {
        const [y, x] = [(Math.floor(i / 32) + 0.5) / 32, ((i % 32) + 0.5) / 32]
        const isAround = ([label = 0, top = 1, left = 1, bottom = 0, right = 0]: number[]): boolean =>
          label + 1 === mask[i] && top <= y && y <= bottom && left <= x && x <= right
        return mask[i] !== 0 && !rows.some(isAround)
      })
      expect(outside).toEqual([])
    }
  })

  it('draws boxes that fit tightly where nothing covers the shape', async () => {
    const [masks, boxes] = [
      await load('segmentation', { size: 64, difficulty: 0 }),
      await load('detection', { size: 64, difficulty: 0 }),
    ]
    for (let image = 0; image < 9; image++) {
      const mask = masks.test.labels.subarray(image * 64 * 64, (image + 1) * 64 * 64)
      for (const [label = 0, top = 0, left = 0, bottom = 0, right = 0] of boxesOf(boxes.test, image)) {
        const inside = [...mask.keys()].filter((i) => {
          const [y, x] = [Math.floor(i / 64) / 64, (i % 64) / 64]
          return mask[i] === label + 1 && y >= top - 1 / 64 && y <= bottom && x >= left - 1 / 64 && x <= right
        })
        const rows = inside.map((i) => Math.floor(i / 64))
        expect(Math.min(...rows) / 64 - top).toBeLessThan(2 / 64)
        expect(bottom - (Math.max(...rows) + 1) / 64).toBeLessThan(2 / 64)
      }
    }
  })

  it('is balanced for classification, and the beginning of a larger set', async () => {
    const [small, large] = [await load('classification'), await load('classification', { train: 40 })]
    expect(large.train.inputs.subarray(0, small.train.inputs.length)).toEqual(small.train.inputs)
    for (const label of [0, 1, 2]) expect(small.train.labels.filter((one) => one === label)).toHaveLength(10)
  })

  it('keeps its images from version to version', async () => {
    expect((await load('detection')).digest).toBe('5d9c91c377ac07d5d5c05ac4dcb72371730e1f59bb1a0fe7d8e6c52c36440647')
  })
})
