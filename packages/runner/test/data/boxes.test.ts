import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import sharp from 'sharp'
import { coco } from '../../src/data/coco/coco.js'
import { dataFault } from '../../src/data/dataFault.js'
import { boxesAt, labelSizeOf } from '../../src/data/labels.js'
import { voc } from '../../src/data/voc/voc.js'
import { folderOf } from './folderOf.js'

const context = { resolvePath: (path: string) => path }
const image = await sharp({ create: { width: 20, height: 10, channels: 3, background: '#ff0000' } })
  .png()
  .toBuffer()
const text = (value: string): Uint8Array => Buffer.from(value)

const object = (name: string, sides: readonly number[], more = ''): string => {
  const [xmin, ymin, xmax, ymax] = sides
  return `<object><name>${name}</name>${more}<bndbox><xmin>${xmin}</xmin><ymin>${ymin}</ymin><xmax>${xmax}</xmax><ymax>${ymax}</ymax></bndbox></object>`
}
const annotation = (...objects: string[]): Uint8Array => text(`<annotation>${objects.join('')}</annotation>`)

const vocFiles = {
  'JPEGImages/a.png': image,
  'JPEGImages/b.png': image,
  'Annotations/a.xml': annotation(
    object('dog', [1, 1, 10, 5]),
    object('cat', [11, 2, 20, 10], '<difficult>1</difficult>'),
  ),
  'Annotations/b.xml': annotation(),
  'ImageSets/Main/train.txt': text('a\n'),
  'ImageSets/Main/test.txt': text('b\n'),
}
const loadVoc = (files: Record<string, Uint8Array> = {}, options: object = {}) => {
  const all = { folder: folderOf({ ...vocFiles, ...files }), trainList: 'train', testList: 'test', channels: 3 }
  return voc.load({ ...all, testShare: 0.5, seed: 0, normalize: 'unit', ...options } as never, context)
}

describe('voc', () => {
  it('brings boxes, counted from 1 with both ends, to shares of the image, in rows as many as the fullest has', async () => {
    const data = await loadVoc({}, { size: [5, 5] })
    expect(data).toMatchObject({ task: 'detection', classes: ['cat', 'dog'], inputShape: [5, 5, 3], trainCount: 1 })
    expect(boxesAt(data.train.labels, labelSizeOf(data.train), 0)).toEqual([
      { label: 1, top: 0, left: 0, bottom: 0.5, right: 0.5 },
      { label: 0, top: expect.closeTo(0.1, 6), left: 0.5, bottom: 1, right: 1, crowd: true },
    ])
    expect(boxesAt(data.test.labels, labelSizeOf(data.test), 0)).toEqual([])
    expect(dataFault('voc', data)).toBeUndefined()
  })

  it.each([
    [
      'outside of its image',
      { 'Annotations/a.xml': annotation(object('dog', [1, 1, 30, 5])) },
      {},
      /a\.xml: object 1 \(dog\).*30.*20 wide/,
    ],
    ['without an inside', { 'Annotations/a.xml': annotation(object('dog', [5, 5, 3, 9])) }, {}, /a\.xml: object 1/],
    ['of an unknown class', {}, { classes: ['dog'] }, /a\.xml: object 2 is of the class "cat"/],
    ['that is no number', { 'Annotations/a.xml': annotation(object('dog', [1, Number.NaN, 5, 5])) }, {}, /ymin "NaN"/],
    ['in XML that is torn', { 'Annotations/a.xml': text('<annotation><object>') }, {}, /a\.xml is not XML/],
    ['in a damaged image', { 'JPEGImages/a.png': image.subarray(0, 60) }, {}, /a\.png/],
    ['of a list that is not there', {}, { testList: 'val' }, /val\.txt cannot be read/],
    ['of a list that leads out of its folder', { 'ImageSets/Main/train.txt': text('../../a') }, {}, /leads out of/],
    [
      'whose image is missing',
      { 'ImageSets/Main/train.txt': text('a c'), 'Annotations/c.xml': annotation() },
      {},
      /no image .*c\.jpg/,
    ],
  ])('names the file of a box %s', async (_, files, options, message) => {
    await expect(loadVoc(files as never, options)).rejects.toThrow(message)
  })
})

const folder = join(process.env.FANIN_DATA ?? join(import.meta.dirname, '../../../../../shared/data'), 'bccd-voc/BCCD')

describe('the blood cells of BCCD', () => {
  const ifThere = existsSync(folder) ? it : it.skip
  ifThere('are 4888 boxes in three classes', async () => {
    const options = { folder, trainList: 'trainval', testList: 'test', size: [24, 32], channels: 3, normalize: 'unit' }
    const data = await voc.load({ ...options, testShare: 0.2, seed: 0 } as never, context)
    const boxes = [data.train, data.test].flatMap((split) =>
      Array.from({ length: split.count }, (_, i) => boxesAt(split.labels, labelSizeOf(split), i)).flat(),
    )
    expect(data.classes).toEqual(['Platelets', 'RBC', 'WBC'])
    expect(data.classes.map((_, label) => boxes.filter((box) => box.label === label).length)).toEqual([361, 4155, 372])
  })
})

const instances = {
  categories: [
    { id: 7, name: 'dog' },
    { id: 3, name: 'cat' },
  ],
  images: [{ id: 1, file_name: 'a.png' }],
  annotations: [
    { image_id: 1, category_id: 7, bbox: [0, 0, 10, 5] },
    { image_id: 1, category_id: 3, bbox: [10, 5, 10, 5], iscrowd: 1 },
  ],
}
const loadCoco = (train: unknown, raw?: string, task = 'detection') => {
  const files = {
    'annotations/instances_train.json': text(raw ?? JSON.stringify(train)),
    'annotations/instances_val.json': text(JSON.stringify({ ...instances, annotations: [] })),
    'train/a.png': image,
    'val/a.png': image,
  }
  const options = { folder: folderOf(files), trainSet: 'train', testSet: 'val', task, channels: 3, normalize: 'unit' }
  return coco.load(options as never, context)
}

describe('coco', () => {
  it('has classes in the order of their ids, and crowds', async () => {
    const { classes, train } = await loadCoco(instances)
    expect(classes).toEqual(['cat', 'dog'])
    expect(boxesAt(train.labels, labelSizeOf(train), 0)).toEqual([
      { label: 1, top: 0, left: 0, bottom: 0.5, right: 0.5 },
      { label: 0, top: 0.5, left: 0.5, bottom: 1, right: 1, crowd: true },
    ])
  })

  it.each([
    [
      'a category that there is not',
      { ...instances, annotations: [{ image_id: 1, category_id: 9, bbox: [0, 0, 1, 1] }] },
      /annotation 1 .* 9/,
    ],
    [
      'an image that there is not',
      { ...instances, annotations: [{ image_id: 2, category_id: 3, bbox: [0, 0, 1, 1] }] },
      /annotation 1 .* 2/,
    ],
    [
      'no box',
      { ...instances, annotations: [{ image_id: 1, category_id: 3, bbox: 'x' }] },
      /annotation 1 has the bbox "x"/,
    ],
    [
      'a box outside its image',
      { ...instances, annotations: [{ image_id: 1, category_id: 3, bbox: [15, 0, 10, 1] }] },
      /annotation 1/,
    ],
    ['an image out of its folder', { ...instances, images: [{ id: 1, file_name: '../../a.png' }] }, /leads out of/],
    ['no categories', { ...instances, categories: undefined }, /instances_train\.json has no list of categories/],
    ['other categories', { ...instances, categories: [{ id: 3, name: 'cow' }], annotations: [] }, /other categories/],
  ])('names the file of annotations with %s', async (_, train, message) => {
    await expect(loadCoco(train)).rejects.toThrow(message)
  })

  it('paints masks for segmentation, the background first', async () => {
    const segmentation = [[0, 0, 10, 0, 10, 5, 0, 5]]
    const annotations = [{ ...instances.annotations[0], segmentation }]
    const { task, classes, train } = await loadCoco({ ...instances, annotations }, undefined, 'segmentation')
    expect({ task, classes }).toEqual({ task: 'segmentation', classes: ['background', 'cat', 'dog'] })
    expect([train.labels[0], train.labels[9], train.labels[10], train.labels[5 * 20]]).toEqual([2, 2, 0, 0])
  })

  it('names a file that is not JSON', async () => {
    await expect(loadCoco({}, '{ "images": [')).rejects.toThrow(/instances_train\.json is not JSON/)
    await expect(loadCoco({}, 'null')).rejects.toThrow(/no list of categories/)
  })
})
