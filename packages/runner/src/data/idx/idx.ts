import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { defineDataset, type Split } from '../dataset.js'
import { digested } from '../digest.js'
import { dataFault } from '../fault.js'
import { namesIn } from '../images/folder.js'
import { normalize, normalizeSplits } from '../normalize.js'
import { classNames, first } from '../options.js'
import { parseIdx } from './parseIdx.js'

/** A folder in the format of MNIST, which Fashion-MNIST, KMNIST and others share. */
export const idx = defineDataset({
  name: 'idx',
  summary: 'A folder of MNIST-format files, gzipped or not.',
  reference: 'http://yann.lecun.com/exdb/mnist/',
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['folder'],
    properties: {
      folder: { type: 'string', description: 'The folder with train-images-idx3-ubyte and its three companions.' },
      train: first('train'),
      test: first('test'),
      classes: classNames,
      normalize,
    },
  },
  load: async ({ folder, train: trainLimit, test: testLimit, classes, normalize }, { resolvePath }) => {
    const path = resolvePath(folder)
    const train = readPair(path, ['train'], trainLimit)
    const test = readPair(path, ['t10k', 'test'], testLimit)
    if (String(train.shape) !== String(test.shape)) {
      const message = `The training images are ${train.shape.join(' x ')}, the test images ${test.shape.join(' x ')}.`
      throw dataFault('FANIN_DATA_FORMAT', message, 'Use the files of one data set.')
    }
    const names = classes ?? classesOf([train, test])
    checkLabels(train, names)
    checkLabels(test, names)
    normalizeSplits(train.split, test.split, 1, normalize)
    const summary = {
      inputShape: [...train.shape, 1],
      classes: names,
      trainCount: train.split.count,
      testCount: test.split.count,
    }
    return digested(summary, train.split, test.split)
  },
})

interface Pair {
  readonly split: Split
  readonly shape: readonly number[]
  readonly labelsFile: string
  /** The labels of the whole file, however few images are taken. */
  readonly everyLabel: ReadonlySet<number>
}

const readPair = (folder: string, prefixes: readonly string[], limit: number | undefined): Pair => {
  const images = readBlock(folder, prefixes, 'images', 3)
  const labels = readBlock(folder, prefixes, 'labels', 1)
  const [count = 0, ...shape] = images.shape
  if (labels.shape[0] !== count) {
    const message = `${images.name} has ${count} images, and ${labels.name} has ${labels.shape[0]} labels.`
    throw dataFault('FANIN_DATA_LABELS', message, 'Use the two files of one data set.')
  }
  const taken = Math.min(count, limit ?? count)
  const size = images.values.length / count
  const inputs = Float32Array.from(images.values.subarray(0, taken * size), (byte) => byte / 255)
  return {
    split: { count: taken, inputs, labels: Int32Array.from(labels.values.subarray(0, taken)) },
    shape,
    labelsFile: labels.name,
    everyLabel: new Set(labels.values),
  }
}

const readBlock = (folder: string, prefixes: readonly string[], part: 'images' | 'labels', rank: number) => {
  const name = join(folder, findFile(folder, prefixes, part, rank))
  return { name, ...parseIdx(name, readRegular(name), rank) }
}

/** Reads a file, and nothing that only looks like one. */
const readRegular = (path: string): Buffer => {
  if (statSync(path).isFile()) return readFileSync(path)
  throw dataFault('FANIN_DATA_FORMAT', `${path} is not a file.`, 'Put the data file in its place.')
}

const findFile = (folder: string, prefixes: readonly string[], part: string, rank: number): string => {
  const wanted = prefixes.flatMap((prefix) => ['-', '.'].map((dot) => `${prefix}-${part}${dot}idx${rank}-ubyte`))
  const found = namesIn(folder).find((name) => wanted.includes(name.replace(/\.gz$/, '')))
  if (found) return found
  const message = `${folder} holds no ${wanted[0]}.`
  throw dataFault('FANIN_DATA_NOT_FOUND', message, `Looked for ${wanted.join(', ')}, each also with .gz.`)
}

/** The classes 0 to the highest label of the whole files. A gap among them is a damaged label more often than a class. */
const classesOf = (pairs: readonly Pair[]): readonly string[] => {
  const seen = new Set(pairs.flatMap(({ everyLabel }) => [...everyLabel]))
  const count = Math.max(...seen) + 1
  const gap = Array.from({ length: count }, (_, i) => i).find((label) => !seen.has(label))
  if (gap !== undefined) {
    const message = `There is an image of class ${count - 1}, and none of class ${gap}.`
    throw dataFault('FANIN_DATA_LABELS', message, 'Check the labels, or name the classes under `classes`.')
  }
  return Array.from({ length: count }, (_, i) => String(i))
}

const checkLabels = ({ split, labelsFile }: Pair, classes: readonly string[]): void => {
  const index = split.labels.findIndex((label) => label >= classes.length)
  if (index < 0) return
  const message = `${labelsFile} has the label ${split.labels[index]} at image ${index}, and there are ${classes.length} classes.`
  throw dataFault('FANIN_DATA_LABELS', message, 'Name every class under `classes`, or leave it out.')
}
