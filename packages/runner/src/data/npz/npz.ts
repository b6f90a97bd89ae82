import { readFileSync } from 'node:fs'
import { type DataSummary, defineDataset, type Split } from '../dataset.js'
import { digested } from '../digest.js'
import { dataFault } from '../fault.js'
import { mostClasses } from '../labels.js'
import { normalize, normalizeSplits } from '../normalize.js'
import { classNames } from '../options.js'
import { limit } from '../splitOff.js'
import { type NpyArray, parseNpy } from './parseNpy.js'

/** An archive of NumPy with images and their classes, or the classes of their pixels, named as Keras names them. */
export const npz = defineDataset({
  name: 'npz',
  summary: 'Arrays of NumPy: x_train, y_train, x_test and y_test, with a class for each example or for each pixel.',
  reference: 'https://numpy.org/doc/stable/reference/generated/numpy.savez.html',
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['file'],
    properties: {
      file: {
        type: 'string',
        description: 'The archive. Bytes become shares of 255; other values stay what they are.',
      },
      train: { type: 'integer', minimum: 1, description: 'Take only so many examples to train on.' },
      test: { type: 'integer', minimum: 1, description: 'Take only so many examples to test on.' },
      classes: classNames,
      seed: { type: 'integer', minimum: 0, default: 0, description: 'What decides which examples are taken.' },
      normalize,
    },
  },
  load: async (options, { resolvePath }) => {
    const path = resolvePath(options.file)
    const arrays = await readArchive(path)
    const [train, test] = [pairOf(path, arrays, 'train'), pairOf(path, arrays, 'test')]
    if (String(train.shape) !== String(test.shape) || train.isPixelwise !== test.isPixelwise)
      throw dataFault(
        'FANIN_DATA_FORMAT',
        `${path} has x_train and x_test of different kinds.`,
        'Save two parts of one data set.',
      )
    const highest = Math.max(train.highest, test.highest)
    const classes = options.classes ?? Array.from({ length: Math.max(2, highest + 1) }, (_, i) => `${i}`)
    if (highest >= classes.length || (train.isPixelwise && classes.length > mostClasses)) {
      const message = `${path} has the label ${highest}, and there are ${Math.min(classes.length, mostClasses)} classes.`
      throw dataFault('FANIN_DATA_LABELS', message, 'Name every class under `classes`, or mend the labels.')
    }
    const halves = [
      limit(train.split, options.train, options.seed),
      limit(test.split, options.test, options.seed),
    ] as const
    normalizeSplits(...halves, train.shape.at(-1) ?? 1, options.normalize)
    const [{ count: trainCount }, { count: testCount }] = halves
    const task: Pick<DataSummary, 'task'> = train.isPixelwise ? { task: 'segmentation' } : {}
    return digested({ inputShape: train.shape, classes, ...task, trainCount, testCount }, ...halves)
  },
})

const readArchive = async (path: string): Promise<Readonly<Record<string, Uint8Array>>> => {
  const { unzipSync } = await import('fflate')
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (cause) {
    throw dataFault('FANIN_DATA_NOT_FOUND', `${path} cannot be read.`, 'Check `file`.', cause)
  }
  try {
    return unzipSync(bytes)
  } catch (cause) {
    throw dataFault(
      'FANIN_DATA_FORMAT',
      `${path} is no archive of NumPy, or a damaged one.`,
      'Save it again with numpy.savez.',
      cause,
    )
  }
}

interface Pair {
  readonly split: Split
  readonly shape: readonly number[]
  readonly isPixelwise: boolean
  readonly highest: number
}

const pairOf = (path: string, arrays: Readonly<Record<string, Uint8Array>>, part: string): Pair => {
  const array = (name: string): NpyArray => {
    const bytes = arrays[`${name}.npy`]
    if (bytes) return parseNpy(`${path}: ${name}`, bytes)
    const known = Object.keys(arrays).map((key) => key.replace(/\.npy$/, ''))
    throw dataFault(
      'FANIN_DATA_FORMAT',
      `${path} has no ${name}; it has ${known.join(', ')}.`,
      'Save it under that name.',
    )
  }
  const [x, y] = [array(`x_${part}`), array(`y_${part}`)]
  const [count = 0, ...rest] = x.shape
  const shape = rest.length === 2 ? [...rest, 1] : rest
  const isPixelwise = y.shape.length === 3
  const wanted = isPixelwise ? [count, ...shape.slice(0, 2)] : [count]
  // Keras saves the labels of CIFAR as a column.
  const given = y.shape.length === 2 && y.shape[1] === 1 ? y.shape.slice(0, 1) : y.shape
  if (count === 0 || rest.length === 0 || String(given) !== String(wanted)) {
    const message = `${path} has x_${part} of shape [${x.shape.join(', ')}] and y_${part} of shape [${y.shape.join(', ')}].`
    throw dataFault('FANIN_DATA_LABELS', message, 'Give every example a label, or every pixel of it one.')
  }
  const wrong = y.values.findIndex((label) => !Number.isInteger(label) || label < 0)
  if (wrong >= 0) {
    const message = `${path} has the label ${y.values[wrong]} in y_${part}, which is no class.`
    throw dataFault('FANIN_DATA_LABELS', message, 'Labels are whole numbers from 0 on.')
  }
  const inputs = x.isBytes ? Float32Array.from(x.values, (byte) => byte / 255) : Float32Array.from(x.values)
  const labels = Int32Array.from(y.values)
  const highest = labels.reduce((a, b) => Math.max(a, b), 0)
  return { split: { count, inputs, labels }, shape, isPixelwise, highest }
}
