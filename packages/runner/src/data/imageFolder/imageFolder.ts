import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { stream } from '@fanin/core'
import { defineDataset, type Split } from '../dataset.js'
import { digested } from '../digest.js'
import { dataFault } from '../fault.js'
import { normalize, normalizeSplits } from '../normalize.js'
import { splitOff } from '../splitOff.js'
import { decodeAll, type Wanted } from './decode.js'

/** Images in one folder a class, below `train` and `test`, or together to be divided here. */
export const imageFolder = defineDataset({
  name: 'imageFolder',
  summary: 'PNG and JPEG images in one folder a class.',
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['folder'],
    properties: {
      folder: { type: 'string', description: 'The folder with train/CLASS/ and test/CLASS/, or with CLASS/ alone.' },
      size: {
        type: 'array',
        minItems: 2,
        maxItems: 2,
        items: { type: 'integer', minimum: 1 },
        description: 'Height and width that every image is brought to; needed where they differ.',
      },
      channels: { enum: [1, 3], default: 3, description: '1 for grey, 3 for colour.' },
      train: {
        type: 'integer',
        minimum: 1,
        description: 'Take only so many images to train on, the same share of every class.',
      },
      test: {
        type: 'integer',
        minimum: 1,
        description: 'Take only so many images to test on, the same share of every class.',
      },
      testShare: {
        type: 'number',
        exclusiveMinimum: 0,
        exclusiveMaximum: 1,
        default: 0.2,
        description: 'The share to test on, where the folder has no train and test.',
      },
      seed: {
        type: 'integer',
        minimum: 0,
        default: 0,
        description: 'What decides which images are taken and tested on.',
      },
      normalize,
    },
  },
  load: async (options, { resolvePath }) => {
    const { size, channels, seed, normalize } = options
    const folder = resolvePath(options.folder)
    const divided = existsSync(join(folder, 'train'))
    const classes = foldersIn(divided ? join(folder, 'train') : folder)
    if (classes.length < 2) throw tooFewClasses(folder, classes)
    const read = (name: string): Promise<Labelled> => readSplit(join(folder, name), classes, { size, channels })
    const pair = divided
      ? await Promise.all([read('train'), read('test')])
      : await divide(read('.'), options.testShare, seed)
    const [train, test] = pair
    if (String(train.shape) !== String(test.shape)) throw unequalSizes('train', train.shape, 'test', test.shape)
    const kept = [limit(train.split, options.train, seed), limit(test.split, options.test, seed)] as const
    normalizeSplits(...kept, channels, normalize)
    const summary = { inputShape: train.shape, classes, trainCount: kept[0].count, testCount: kept[1].count }
    return digested(summary, ...kept)
  },
})

interface Labelled {
  readonly split: Split
  readonly shape: readonly number[]
}

/** Names in a folder, in an order that no locale changes. */
const namesIn = (folder: string, keep: (entry: Dirent) => boolean): string[] => {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries
      .filter(keep)
      .map(({ name }) => name)
      .sort()
  } catch (cause) {
    const message = `The folder ${folder} cannot be read.`
    throw dataFault(
      'FANIN_DATA_NOT_FOUND',
      message,
      'Check the path; it starts at the file that names it, or at the working folder in an override.',
      cause,
    )
  }
}

const foldersIn = (folder: string): string[] =>
  namesIn(folder, (entry) => entry.isDirectory() && !entry.name.startsWith('.'))

const imageEndings: ReadonlySet<string> = new Set(['.png', '.jpg', '.jpeg'])

const isLinkToFile = (entry: Dirent): boolean =>
  entry.isSymbolicLink() && (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.isFile() ?? false)

const imagesIn = (folder: string): string[] =>
  namesIn(
    folder,
    (entry) => (entry.isFile() || isLinkToFile(entry)) && imageEndings.has(extname(entry.name).toLowerCase()),
  )

const tooFewClasses = (folder: string, classes: readonly string[]): Error => {
  const message = `${folder} has ${classes.length === 0 ? 'no class folders' : `only the class ${classes[0]}`}.`
  return dataFault('FANIN_DATA_FORMAT', message, 'Put the images into one folder for each class.')
}

const readSplit = async (folder: string, classes: readonly string[], wanted: Wanted): Promise<Labelled> => {
  const stranger = foldersIn(folder).find((name) => !classes.includes(name))
  if (stranger) {
    const message = `${folder} has the class ${stranger}, which the training images have not.`
    throw dataFault('FANIN_DATA_LABELS', message, 'Give train and test the same class folders.')
  }
  const files = classes.flatMap((name, label) => classFiles(join(folder, name)).map((path) => ({ path, label })))
  const images = await decodeAll(
    files.map(({ path }) => path),
    wanted,
  )
  const shape = images[0]?.shape ?? []
  const other = images.findIndex((image) => String(image.shape) !== String(shape))
  if (other > 0) throw unequalSizes(files[0]?.path ?? '', shape, files[other]?.path ?? '', images[other]?.shape ?? [])
  const size = shape.reduce((a, b) => a * b, 1)
  const inputs = new Float32Array(images.length * size)
  images.forEach(({ values }, i) => {
    for (let j = 0; j < size; j++) inputs[i * size + j] = (values[j] as number) / 255
  })
  return { split: { count: images.length, inputs, labels: Int32Array.from(files, ({ label }) => label) }, shape }
}

const classFiles = (folder: string): string[] => {
  const names = imagesIn(folder)
  if (names.length > 0) return names.map((name) => join(folder, name))
  throw dataFault('FANIN_DATA_FORMAT', `${folder} holds no PNG or JPEG images.`, 'Add images, or remove the class.')
}

const unequalSizes = (one: string, shape: readonly number[], other: string, otherShape: readonly number[]): Error => {
  const message = `The images differ in size: ${one} is ${shape.join(' x ')}, ${other} is ${otherShape.join(' x ')}.`
  return dataFault('FANIN_DATA_FORMAT', message, 'Write `size: [height, width]` to bring them to one.')
}

const divide = async (all: Promise<Labelled>, share: number, seed: number): Promise<readonly [Labelled, Labelled]> => {
  const { split, shape } = await all
  const [train, test] = splitOff(split, share, stream(seed, 'data/test'))
  return [
    { split: train, shape },
    { split: test, shape },
  ]
}

const limit = (split: Split, most: number | undefined, seed: number): Split =>
  most === undefined || most >= split.count ? split : splitOff(split, most / split.count, stream(seed, 'data/limit'))[1]
