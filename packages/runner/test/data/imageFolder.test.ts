import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import sharp from 'sharp'
import { imageFolder } from '../../src/data/imageFolder/imageFolder.js'
import { folderOf } from './folderOf.js'

const image = (background: string, size = 4): ReturnType<typeof sharp> =>
  sharp({ create: { width: size, height: size, channels: 3, background } })

const [red, blue, large] = await Promise.all([
  image('#ff0000').png().toBuffer(),
  image('#0000ff').png().toBuffer(),
  image('#00ff00', 6).png().toBuffer(),
])
const grey = await image('#808080').jpeg().toBuffer()

const divided = {
  'train/red/1.png': red,
  'train/red/2.png': red,
  'train/blue/1.png': blue,
  'test/red/3.png': red,
  'test/blue/2.png': blue,
}

const load = (files: Record<string, Uint8Array>, options: object = {}) => {
  const all = { folder: folderOf(files), channels: 3, testShare: 0.2, seed: 0, normalize: 'unit', ...options }
  return imageFolder.load(all as Parameters<typeof imageFolder.load>[0], { resolvePath: (path) => path })
}

describe('imageFolder', () => {
  it('reads train and test, classes in the order of their names', async () => {
    const { train, test, classes, inputShape } = await load(divided)
    expect({ classes, inputShape }).toEqual({ classes: ['blue', 'red'], inputShape: [4, 4, 3] })
    expect([[...train.labels], [...test.labels]]).toEqual([
      [0, 1, 1],
      [0, 1],
    ])
    expect([...train.inputs.subarray(0, 3), ...train.inputs.subarray(48, 51)]).toEqual([0, 0, 1, 1, 0, 0])
  })

  it('divides by itself where there is no train and test, the same share of every class', async () => {
    const names = Array.from({ length: 20 }, (_, i) => i)
    const files = Object.fromEntries(
      names.flatMap((i) => [
        [`a/${i}.png`, red],
        [`b/${i}.jpg`, grey],
      ]),
    )
    const { train, test } = await load(files, { testShare: 0.25 })
    expect([train.count, test.count]).toEqual([30, 10])
    expect([...test.labels].filter((label) => label === 0)).toHaveLength(5)
  })

  it('reads one channel as grey', async () => {
    const { inputShape, train } = await load({ ...divided, 'train/blue/1.png': grey }, { channels: 1 })
    expect(inputShape).toEqual([4, 4, 1])
    expect(train.inputs[0]).toBeCloseTo(128 / 255, 2)
  })

  it('brings images to a size', async () => {
    const { inputShape } = await load({ ...divided, 'train/red/2.png': large }, { size: [5, 3] })
    expect(inputShape).toEqual([5, 3, 3])
  })

  it('takes fewer where that is asked for', async () => {
    const { train } = await load(divided, { train: 2 })
    expect([...train.labels].sort()).toEqual([0, 1])
  })

  it.each([
    ['images of two sizes', { ...divided, 'train/red/2.png': large }, 'differ in size'],
    [
      'damaged images, all by name',
      {
        ...divided,
        'train/red/1.png': red.subarray(0, 50),
        'train/red/2.png': Buffer.from('x'),
        'train/red/3.jpg': grey.subarray(0, -20),
      },
      /3 images are damaged: .*1\.png .*2\.png .*3\.jpg /,
    ],
    ['a class that only the test has', { ...divided, 'test/green/1.png': red }, 'has the class green'],
    [
      'a class without images',
      { ...divided, 'train/green/readme.txt': red, 'test/green/1.png': red },
      'holds no PNG or JPEG images',
    ],
    ['a folder without classes', { 'a.png': red }, 'has no class folders'],
    ['a single class', { 'a/1.png': red }, 'only the class a'],
  ])('refuses %s', async (_, files, message) => {
    await expect(load(files)).rejects.toThrow(message)
  })

  const real = join(process.env.FANIN_DATA ?? join(import.meta.dirname, '../../../../../shared/data'), 'cifar10-images')
  const title = 'reads real photographs'
  if (existsSync(real)) {
    it(title, async () => {
      const options = {
        folder: real,
        channels: 3,
        testShare: 0.2,
        seed: 0,
        normalize: 'standard',
        train: 500,
        test: 100,
      }
      const { train, test, inputShape, classes } = await imageFolder.load(options as never, {
        resolvePath: (path) => path,
      })
      expect({ inputShape, classes: classes.length }).toEqual({ inputShape: [32, 32, 3], classes: 10 })
      expect([train.count, test.count]).toEqual([500, 100])
      for (let label = 0; label < 10; label++) expect(train.labels.filter((one) => one === label)).toHaveLength(50)
    })
  } else it.skip(`${title}: skipped, because ${real} is not there (set FANIN_DATA)`, () => {})
})
