import { existsSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { stream } from '@fanin/core'
import { type DataSummary, defineDataset, type Split } from '../dataset.js'
import { digested } from '../digest.js'
import { dataFault } from '../fault.js'
import { imagesIn } from '../images/folder.js'
import { atMost, channels, seed, size, testShare } from '../images/options.js'
import { readImages } from '../images/readImages.js'
import { mostClasses } from '../labels.js'
import { normalize, normalizeSplits } from '../normalize.js'
import { limit, splitOff } from '../splitOff.js'
import { cutTiles } from './cutTiles.js'

/** Images in one folder and in another, under the same names, what every pixel of them is. */
export const maskFolder = defineDataset({
  name: 'maskFolder',
  summary: 'Images and masks of the same names in two folders: the grey of a mask is the class of a pixel.',
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['folder', 'classes'],
    properties: {
      folder: {
        type: 'string',
        description: 'The folder with the images in image/ and a PNG mask of the same name for each in label/.',
      },
      images: { type: 'string', default: 'image', description: 'The folder of the images in it.' },
      masks: { type: 'string', default: 'label', description: 'The folder of the masks in it, PNG files.' },
      classes: {
        type: 'array',
        minItems: 2,
        maxItems: mostClasses,
        items: { type: 'string' },
        description: 'Names of the classes.',
      },
      values: {
        type: 'array',
        minItems: 2,
        items: { type: 'integer', minimum: 0, maximum: 255 },
        description: 'The grey of each class in the masks, in the order of `classes`; 0, 1, ... by default.',
      },
      ...{ size, channels, testShare, seed },
      train: atMost('train'),
      test: atMost('test'),
      tile: {
        type: 'array',
        minItems: 2,
        maxItems: 2,
        items: { type: 'integer', minimum: 1 },
        description: 'Height and width of the tiles that images are cut into, once it is decided which are tested on.',
      },
      normalize,
    },
  },
  load: async (options, { resolvePath }) => {
    const { classes, size, channels, testShare, seed, tile, normalize } = options
    const folder = resolvePath(options.folder)
    const imageFiles = imagesIn(join(folder, options.images))
    const maskFiles = imageFiles.map((path) => maskOf(path, join(folder, options.masks)))
    const images = await readImages(imageFiles, { size, channels })
    const masks = await readImages(maskFiles, { size, channels: 1, exact: true })
    refuseOtherSizes(images.originals, masks.originals, maskFiles)
    const values = options.values ?? classes.map((_, i) => i)
    const labels = labelsOf(masks.inputs, values, maskFiles)
    const all: Split = { count: imageFiles.length, inputs: images.inputs, labels }
    const summary = { inputShape: images.shape, classes, task: 'segmentation' } as const
    const [rest, heldOut] = splitOff(all, testShare, stream(seed, 'data/test'))
    const cut = (split: Split): Split => (tile ? cutTiles(split, images.shape, tile) : split)
    const [train, test] = [limit(cut(rest), options.train, seed), limit(cut(heldOut), options.test, seed)]
    normalizeSplits(train, test, channels, normalize)
    const counts: Pick<DataSummary, 'trainCount' | 'testCount'> = { trainCount: train.count, testCount: test.count }
    const inputShape = tile ? [...tile, channels] : images.shape
    return digested({ ...summary, inputShape, ...counts }, train, test)
  },
})

const maskOf = (image: string, folder: string): string => {
  const path = join(folder, `${basename(image, extname(image))}.png`)
  if (existsSync(path)) return path
  throw dataFault('FANIN_DATA_NOT_FOUND', `${image} has no mask: there is no ${path}.`, 'Add it, or remove the image.')
}

type Sizes = readonly (readonly [number, number])[]

const refuseOtherSizes = (images: Sizes, masks: Sizes, files: readonly string[]): void => {
  const other = images.findIndex((one, i) => String(one) !== String(masks[i]))
  if (other < 0) return
  const message = `${files[other]} is ${masks[other]?.join(' x ')}, and its image ${images[other]?.join(' x ')}.`
  throw dataFault('FANIN_DATA_LABELS', message, 'Give every mask the size of its image.')
}

/** Looks the class of every grey up. */
const labelsOf = (masks: Float32Array, values: readonly number[], files: readonly string[]): Int32Array => {
  const classOf = new Int32Array(256).fill(-1)
  values.forEach((value, label) => {
    classOf[value] = label
  })
  const labels = Int32Array.from(masks, (share) => classOf[Math.round(share * 255)] as number)
  const unknown = labels.indexOf(-1)
  if (unknown < 0) return labels
  const file = files[Math.floor((unknown * files.length) / labels.length)]
  const message = `${file} has a pixel of grey ${Math.round((masks[unknown] as number) * 255)}, which is no class.`
  throw dataFault('FANIN_DATA_LABELS', message, `Give every grey a class: \`values\` is [${values.join(', ')}] here.`)
}
