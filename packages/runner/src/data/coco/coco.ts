import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineDataset, type LoadedData } from '../dataset.js'
import { digested } from '../digest.js'
import { dataFault } from '../fault.js'
import { type Annotated, type PixelBox, readAnnotated } from '../images/boxes.js'
import type { Wanted } from '../images/decode.js'
import { pathWithin } from '../images/folder.js'
import { channels, size } from '../images/options.js'
import { readImages, unequalSizes } from '../images/readImages.js'
import { mostClasses } from '../labels.js'
import { type Normalization, normalize, normalizeSplits } from '../normalize.js'
import { paintMask, type Segment, type Segmentation } from './paintMask.js'

/** Images with boxes or outlines of objects in COCO's JSON. https://cocodataset.org/#format-data */
export const coco = defineDataset({
  name: 'coco',
  summary: "Images with boxes or masks of objects in COCO's format.",
  reference: 'https://cocodataset.org/#format-data',
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['folder'],
    properties: {
      folder: { type: 'string', description: 'The folder with annotations/instances_SET.json and the images in SET.' },
      trainSet: { type: 'string', default: 'train2017', description: 'The set to train on.' },
      testSet: { type: 'string', default: 'val2017', description: 'The set to test on.' },
      task: {
        enum: ['detection', 'segmentation'],
        default: 'detection',
        description: 'Whether boxes are to be predicted, or the class of every pixel, `background` the first.',
      },
      ...{ size, channels, normalize },
    },
  },
  load: async ({ folder, trainSet, testSet, task, size, channels, normalize }, { resolvePath }) => {
    const [train, test] = [trainSet, testSet].map((set) => readSet(resolvePath(folder), set))
    if (!train || !test) throw new Error('There are two sets.')
    const classes = train.categories.map(({ name }) => name)
    const same = String(classes) === String(test.categories.map(({ name }) => name))
    if (!same) {
      const message = `${test.file} has other categories than ${train.file}.`
      throw dataFault('FANIN_DATA_LABELS', message, 'Give both sets the same categories.')
    }
    const wanted = { size, channels }
    return task === 'detection'
      ? readAnnotated(train.images, test.images, classes, wanted, normalize)
      : readMasks(train, test, ['background', ...classes], wanted, normalize)
  },
})

interface Category {
  readonly id: number
  readonly name: string
}

interface CocoSet {
  readonly file: string
  /** In the order of their ids. */
  readonly categories: readonly Category[]
  readonly images: readonly Annotated[]
  /** Of each image, with labels from 1 on. */
  readonly segments: readonly (readonly Segment[])[]
}

interface Instances {
  readonly categories: readonly Category[]
  readonly images: readonly { readonly id: number; readonly file_name: string }[]
  readonly annotations: readonly {
    readonly image_id: number
    readonly category_id: number
    readonly bbox: readonly [left: number, top: number, width: number, height: number]
    readonly iscrowd?: number
    readonly segmentation?: Segmentation
  }[]
}

const readSet = (folder: string, set: string): CocoSet => {
  const file = join(folder, 'annotations', `instances_${set}.json`)
  const { categories, images, annotations } = readInstances(file)
  const sorted = categories.toSorted((a, b) => a.id - b.id)
  const labels = new Map(sorted.map(({ id }, label) => [id, label]))
  const boxes = new Map<number, PixelBox[]>(images.map(({ id }) => [id, []]))
  const segments = new Map<number, Segment[]>(images.map(({ id }) => [id, []]))
  annotations.forEach(({ image_id, category_id, bbox, iscrowd, segmentation = [] }, i) => {
    const place = `${file}: annotation ${i + 1}`
    const [label, own] = [labels.get(category_id), boxes.get(image_id)]
    if (label === undefined) throw faulty(`${place} is of the category ${category_id}, which there is not.`)
    if (!own) throw faulty(`${place} is in the image ${image_id}, which there is not.`)
    if (!Array.isArray(bbox) || bbox.length !== 4 || !bbox.every(Number.isFinite))
      throw faulty(`${place} has the bbox ${JSON.stringify(bbox)}.`)
    const [left, top, width, height] = bbox
    const sides = { left, top, right: left + width, bottom: top + height }
    own.push({ label, place, ...sides, ...(iscrowd === 1 && { crowd: true }) })
    segments.get(image_id)?.push({ label: label + 1, place, segmentation, area: width * height })
  })
  return {
    ...{ file, categories: sorted },
    images: images.map(({ id, file_name }) => ({
      path: pathWithin(join(folder, set), file_name),
      boxes: boxes.get(id) ?? [],
    })),
    segments: images.map(({ id }) => segments.get(id) ?? []),
  }
}

/** Reads the images, and paints the outlines of their objects. */
const readMasks = async (
  trainSet: CocoSet,
  testSet: CocoSet,
  classes: readonly string[],
  wanted: Wanted,
  how: Normalization,
): Promise<LoadedData> => {
  if (classes.length > mostClasses) throw faulty(`${trainSet.file} has more than ${mostClasses - 1} categories.`)
  const read = async (set: CocoSet) => {
    const { shape, inputs, originals } = await readImages(
      set.images.map(({ path }) => path),
      wanted,
    )
    const [height = 0, width = 0] = shape
    const labels = new Int32Array(set.images.length * height * width)
    set.segments.forEach((segments, i) => {
      labels.set(paintMask(segments, originals[i] ?? [0, 0], [height, width]), i * height * width)
    })
    return { shape, split: { count: set.images.length, inputs, labels } }
  }
  const [train, test] = [await read(trainSet), await read(testSet)]
  if (String(train.shape) !== String(test.shape)) throw unequalSizes('train', train.shape, 'test', test.shape)
  normalizeSplits(train.split, test.split, wanted.channels, how)
  const counts = { trainCount: train.split.count, testCount: test.split.count }
  return digested({ inputShape: train.shape, classes, task: 'segmentation', ...counts }, train.split, test.split)
}

const readInstances = (file: string): Instances => {
  const text = read(file)
  let found: Partial<Record<keyof Instances, unknown>> | null
  try {
    found = JSON.parse(text)
  } catch (cause) {
    throw faulty(`${file} is not JSON: ${cause instanceof Error ? cause.message : cause}.`, cause)
  }
  const missing = (['categories', 'images', 'annotations'] as const).find((key) => !Array.isArray(found?.[key]))
  if (missing) throw faulty(`${file} has no list of ${missing}.`)
  return found as Instances
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw dataFault(
      'FANIN_DATA_NOT_FOUND',
      `${file} cannot be read.`,
      'Check `folder` and the names of the sets.',
      cause,
    )
  }
}

const faulty = (message: string, cause?: unknown): Error =>
  dataFault('FANIN_DATA_FORMAT', message, 'Mend the file, or get it again from its source.', cause)
