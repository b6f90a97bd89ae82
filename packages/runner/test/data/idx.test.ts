import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { idx } from '../../src/data/idx/idx.js'
import { folderOf } from './folderOf.js'

const block = (shape: readonly number[], values: readonly number[]): Buffer => {
  const header = Buffer.alloc(4 + 4 * shape.length)
  header.set([0, 0, 8, shape.length])
  for (const [i, length] of shape.entries()) header.writeUInt32BE(length, 4 + 4 * i)
  return Buffer.concat([header, Buffer.from(values)])
}

const files = (
  dot = '-',
  ending = '',
  pack = (bytes: Buffer): Buffer => bytes,
  test = 't10k',
): Record<string, Buffer> => ({
  [`train-images${dot}idx3-ubyte${ending}`]: pack(block([3, 1, 2], [0, 51, 102, 153, 204, 255])),
  [`train-labels${dot}idx1-ubyte${ending}`]: pack(block([3], [0, 2, 1])),
  [`${test}-images${dot}idx3-ubyte${ending}`]: pack(block([1, 1, 2], [255, 0])),
  [`${test}-labels${dot}idx1-ubyte${ending}`]: pack(block([1], [2])),
})

const load = (content: Record<string, Buffer>, options: object = {}) => {
  const folder = folderOf(content)
  const all = { folder, normalize: 'unit', ...options } as Parameters<typeof idx.load>[0]
  return idx.load(all, { resolvePath: (path) => path })
}

describe('idx', () => {
  it.each([
    ['plain files', files()],
    ['gzipped files', files('-', '.gz', gzipSync)],
    ['files with dots', files('.')],
    ['test files by that name', files('-', '', (bytes) => bytes, 'test')],
  ])('reads %s', async (_, content) => {
    const { train, test, inputShape, classes } = await load(content)
    expect({ inputShape, classes }).toEqual({ inputShape: [1, 2, 1], classes: ['0', '1', '2'] })
    expect([...train.labels, ...test.labels]).toEqual([0, 2, 1, 2])
    expect([...train.inputs].map((pixel) => Math.round(pixel * 255))).toEqual([0, 51, 102, 153, 204, 255])
  })

  it('takes the first examples where that is asked for', async () => {
    const { train, trainCount } = await load(files(), { train: 2 })
    expect([train.count, trainCount, train.inputs.length]).toEqual([2, 2, 4])
    expect((await load(files(), { train: 1, test: 1 })).classes).toHaveLength(3)
  })

  it('gives equal data one digest, and other data another', async () => {
    const other = { ...files(), 'train-labels-idx1-ubyte': block([3], [0, 1, 2]) }
    const digests = await Promise.all([files(), files('.'), other].map(async (content) => (await load(content)).digest))
    expect(digests[0]).toBe(digests[1])
    expect(digests[2]).not.toBe(digests[0])
  })

  it.each([
    ['a missing file', { 'train-labels-idx1-ubyte': undefined }, 'holds no train-labels-idx1-ubyte'],
    ['elements of another type', { 'train-labels-idx1-ubyte': Buffer.from([0, 0, 0x0d, 1, 0, 0, 0, 0]) }, 'type 0x0d'],
    ['a header cut short', { 'train-labels-idx1-ubyte': Buffer.from([0, 0, 8, 1, 0]) }, 'ends within its header'],
    ['a file that is too long', { 'train-labels-idx1-ubyte': block([2], [0, 1, 2]) }, 'too long'],
    [
      'lengths beyond all bounds',
      { 'train-images-idx3-ubyte': block([2 ** 32 - 1, 2 ** 32 - 1, 2], [1]) },
      'truncated',
    ],
    [
      'a label that no other image comes near',
      { 'train-labels-idx1-ubyte': block([3], [0, 255, 1]) },
      'none of class 3',
    ],
    ['no images', { 'train-images-idx3-ubyte': block([0, 1, 2], []) }, 'holds nothing'],
    ['images of two sizes', { 't10k-images-idx3-ubyte': block([1, 2, 1], [0, 0]) }, 'the test images 2 x 1'],
  ])('refuses %s', async (_, change, message) => {
    const content = Object.fromEntries(
      Object.entries({ ...files(), ...change }).filter(([, bytes]) => bytes),
    ) as Record<string, Buffer>
    await expect(load(content)).rejects.toThrow(message)
  })

  const real = join(process.env.FANIN_DATA ?? join(import.meta.dirname, '../../../../../shared/data'), 'mnist-10k')
  const title = 'reads real MNIST files'
  if (existsSync(real)) {
    it(title, async () => {
      const { train, test, inputShape, classes } = await idx.load({ folder: real, normalize: 'unit' } as never, {
        resolvePath: (path) => path,
      })
      expect(inputShape).toEqual([28, 28, 1])
      expect(classes).toHaveLength(10)
      expect(train.count + test.count).toBe(10_000)
    })
  } else it.skip(`${title}: skipped, because ${real} is not there (set FANIN_DATA)`, () => {})
})
