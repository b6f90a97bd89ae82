import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Shape, stream } from '@fanin/core'
import { defineDataset, type Split } from '../dataset.js'
import { digested } from '../digest.js'
import { dataFault } from '../fault.js'
import type { Wanted } from '../images/decode.js'
import { foldersIn, imagesIn } from '../images/folder.js'
import { atMost, channels, seed, size, testShare } from '../images/options.js'
import { readImages, unequalSizes } from '../images/readImages.js'
import { normalize, normalizeSplits } from '../normalize.js'
import { limit, splitOff } from '../splitOff.js'

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
      ...{ size, channels, testShare, seed },
      train: atMost('train'),
      test: atMost('test'),
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
  readonly shape: Shape
}

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
  const files = classes.flatMap((name, label) => imagesIn(join(folder, name)).map((path) => ({ path, label })))
  const { shape, inputs } = await readImages(
    files.map(({ path }) => path),
    wanted,
  )
  return { split: { count: files.length, inputs, labels: Int32Array.from(files, ({ label }) => label) }, shape }
}

const divide = async (all: Promise<Labelled>, share: number, seed: number): Promise<readonly [Labelled, Labelled]> => {
  const { split, shape } = await all
  const [train, test] = splitOff(split, share, stream(seed, 'data/test'))
  return [
    { split: train, shape },
    { split: test, shape },
  ]
}
