import { type Random, type Shape, stream } from '@fanin/core'
import { type DataSummary, defineDataset, type Split } from '../dataset.js'
import { digested } from '../digest.js'

interface Options {
  readonly inputShape: readonly number[]
  readonly classes: number
  readonly train: number
  readonly test: number
  readonly seed: number
  readonly correlation: number
  readonly separation: number
}

const summary = ({ inputShape, classes, train, test }: Options): DataSummary => ({
  inputShape: inputShape as Shape,
  classes: Array.from({ length: classes }, (_, i) => `${i}`),
  trainCount: train,
  testCount: test,
})

const normals = (random: Random, length: number): Float64Array => Float64Array.from({ length }, () => random.normal())

/** Every example has a stream of its own, so a smaller set is the beginning of a larger one. */
const drawSplit = (name: string, count: number, options: Options): Split => {
  const { inputShape, classes, seed, correlation, separation } = options
  const size = inputShape.reduce((a, b) => a * b, 1)
  const common = normals(stream(seed, 'data/gaussian/common'), size)
  const centres = Array.from({ length: classes }, (_, i) => normals(stream(seed, `data/gaussian/centre/${i}`), size))
  const [shared, own] = [Math.sqrt(correlation), Math.sqrt(1 - correlation)]
  const inputs = new Float32Array(count * size)
  const labels = Int32Array.from({ length: count }, (_, i) => i % classes)
  for (let i = 0; i < count; i++) {
    const random = stream(seed, `data/gaussian/${name}/${i}`)
    const centre = centres[i % classes] as Float64Array
    for (let j = 0; j < size; j++) {
      const value = shared * (common[j] as number) + own * random.normal()
      inputs[i * size + j] = value + separation * (centre[j] as number)
    }
  }
  return { count, inputs, labels }
}

/**
 * Normal inputs of mean 0 and variance 1, what theory is written for: independent of one another and of their labels, or
 * with a common part, or in clusters that can be learned.
 */
export const gaussian = defineDataset({
  name: 'gaussian',
  summary: 'Normal inputs of any shape: pure noise, inputs that are alike, or clusters to tell apart.',
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['inputShape'],
    properties: {
      inputShape: {
        type: 'array',
        minItems: 1,
        maxItems: 3,
        items: { type: 'integer', minimum: 1 },
        description: 'The shape of one example.',
      },
      classes: {
        type: 'integer',
        minimum: 2,
        maximum: 10_000,
        default: 10,
        description: 'How many classes there are.',
      },
      train: { type: 'integer', minimum: 1, maximum: 1_000_000, default: 1000, description: 'Examples to train on.' },
      test: { type: 'integer', minimum: 1, maximum: 1_000_000, default: 200, description: 'Examples to test on.' },
      seed: { type: 'integer', minimum: 0, default: 0, description: 'What the examples are drawn from.' },
      correlation: {
        type: 'number',
        minimum: 0,
        maximum: 1,
        default: 0,
        description: 'The correlation of any two examples: how large a part they have in common.',
      },
      separation: {
        type: 'number',
        minimum: 0,
        default: 0,
        description:
          'How far the centres of the classes are out, in standard deviations of each entry; 0 makes labels noise.',
      },
    },
  },
  describe: async (options) => summary(options),
  load: async (options) =>
    digested(summary(options), drawSplit('train', options.train, options), drawSplit('test', options.test, options)),
})
