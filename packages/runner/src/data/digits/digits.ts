import { stream } from '@fanin/core'
import { type DataSummary, defineDataset, type Split } from '../dataset.js'
import { digested } from '../digest.js'
import { normalize, normalizeSplits } from '../normalize.js'
import { drawn, drawnFrom } from '../options.js'
import { drawDigit, side } from './draw.js'

const classes = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']

const summary = ({ train, test }: { train: number; test: number }): DataSummary => ({
  inputShape: [side, side, 1],
  classes,
  trainCount: train,
  testCount: test,
})

/** Every image has a stream of its own, so a smaller set is the beginning of a larger one. */
const drawSplit = (name: string, count: number, seed: number, difficulty: number): Split => {
  const inputs = new Float32Array(count * side * side)
  const labels = labelsOf(name, count, seed)
  for (let i = 0; i < count; i++) {
    const pixels = inputs.subarray(i * side * side, (i + 1) * side * side)
    drawDigit(labels[i] as number, difficulty, stream(seed, `data/digits/${name}/${i}`), pixels)
  }
  return { count, inputs, labels }
}

/** Ten images in a row are the ten digits in some order, so every beginning of a set is balanced. */
const labelsOf = (name: string, count: number, seed: number): Int32Array => {
  const labels = new Int32Array(count)
  for (let start = 0; start < count; start += classes.length) {
    const order = stream(seed, `data/digits/${name}/labels/${start}`).permutation(classes.length)
    labels.set(order.subarray(0, count - start), start)
  }
  return labels
}

/** Handwritten-looking digits, drawn from a seed alone: the same on every machine, with nothing to download. */
export const digits = defineDataset({
  name: 'digits',
  summary: 'Drawn digits of 28 x 28 pixels in ten classes, made from a seed.',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      train: drawn('train', 1_000_000, 8000),
      test: drawn('test', 1_000_000, 2000),
      seed: drawnFrom,
      difficulty: {
        type: 'number',
        minimum: 0,
        maximum: 2,
        default: 1,
        description: 'How much hands differ: 0 is print, 1 handwriting, 2 a scrawl.',
      },
      normalize,
    },
  },
  describe: async (options) => summary(options),
  load: async (options) => {
    const { seed, difficulty, normalize } = options
    const train = drawSplit('train', options.train, seed, difficulty)
    const test = drawSplit('test', options.test, seed, difficulty)
    normalizeSplits(train, test, 1, normalize)
    return digested(summary(options), train, test)
  },
})
