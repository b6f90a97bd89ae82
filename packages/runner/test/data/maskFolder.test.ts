import { describe, expect, it } from '@jest/globals'
import sharp from 'sharp'
import { dataFault } from '../../src/data/dataFault.js'
import { maskFolder } from '../../src/data/maskFolder/maskFolder.js'
import { folderOf } from './folderOf.js'

/** A grey image whose pixels are given, a PNG. */
const png = (pixels: readonly number[], width: number): Promise<Buffer> =>
  sharp(Buffer.from(pixels), { raw: { width, height: pixels.length / width, channels: 1 } })
    .png()
    .toBuffer()

const bright = await png([0, 50, 100, 150, 200, 250, 10, 20], 4)
const mask = await png([255, 255, 0, 0, 255, 255, 0, 255], 4)
const thin = await png([255, 0], 1)
const files = { 'image/1.png': bright, 'image/2.png': bright, 'label/1.png': mask, 'label/2.png': mask }

const load = (changed: Record<string, Uint8Array> = {}, options: object = {}) => {
  const own = {
    folder: folderOf({ ...files, ...changed }),
    images: 'image',
    masks: 'label',
    channels: 1,
    testShare: 0.5,
  }
  const all = { ...own, seed: 0, normalize: 'unit', classes: ['cell', 'membrane'], values: [255, 0], ...options }
  return maskFolder.load(all as never, { resolvePath: (path) => path })
}

describe('maskFolder', () => {
  it('gives every pixel the class of its grey', async () => {
    const data = await load()
    expect(data).toMatchObject({ task: 'segmentation', inputShape: [2, 4, 1], trainCount: 1, testCount: 1 })
    expect([...data.train.labels]).toEqual([0, 0, 1, 1, 0, 0, 1, 0])
    expect(data.train.inputs[5]).toBeCloseTo(250 / 255, 6)
    expect(dataFault('maskFolder', data)).toBeUndefined()
  })

  it('cuts images and masks into tiles in the same way', async () => {
    const { train, inputShape } = await load({}, { tile: [2, 2] })
    expect(inputShape).toEqual([2, 2, 1])
    expect(train.count).toBe(2)
    expect([...train.labels]).toEqual([0, 0, 0, 0, 1, 1, 1, 0])
    expect([...train.inputs].map((value) => Math.round(value * 255))).toEqual([0, 50, 200, 250, 100, 150, 10, 20])
  })

  it('keeps greys as they are where it brings masks to another size', async () => {
    const { train } = await load({}, { size: [4, 8] })
    expect(new Set(train.labels)).toEqual(new Set([0, 1]))
    expect(train.labels).toHaveLength(32)
  })

  it.each([
    [
      'a mask of another size',
      { 'label/2.png': thin },
      { size: [2, 4] },
      /label\/2\.png is 2 x 1, and its image 2 x 4/,
    ],
    ['a grey that is no class', {}, { values: [255, 7] }, /label\/1\.png has a pixel of grey 0/],
    ['an image without a mask', { 'image/3.png': bright }, {}, /image\/3\.png has no mask/],
    ['a mask that is damaged', { 'label/1.png': mask.subarray(0, 50) }, {}, /label\/1\.png/],
    ['tiles larger than the images', {}, { tile: [3, 3] }, /tile of 3 x 3/],
  ])('names the file of %s', async (_, changed, options, message) => {
    await expect(load(changed as never, options)).rejects.toThrow(message)
  })
})
