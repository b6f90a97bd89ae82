import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { cacheFolder } from '../cacheFolder.js'
import { defineDataset, type LoadedData, type Split } from '../dataset.js'
import { digested } from '../digest.js'
import type { Source } from '../download/download.js'
import { dataFault } from '../fault.js'
import { type Normalization, normalize, normalizeSplits } from '../normalize.js'
import { first } from '../options.js'
import { take } from '../splitOff.js'
import { type CifarLabels, parseCifar, side } from './parseCifar.js'
import { filesInTar } from './tar.js'

/** A version of CIFAR: the names of its files, and how they hold labels. */
interface Version {
  readonly train: readonly string[]
  readonly test: string
  /** The file with a name of a class in each line. */
  readonly names: string
  readonly labels: CifarLabels
}

const ten: Version = {
  train: [1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`),
  test: 'test_batch.bin',
  names: 'batches.meta.txt',
  labels: { bytes: 1, at: 0, classes: 10 },
}

const hundred = (coarse: boolean): Version => ({
  ...{ train: ['train.bin'], test: 'test.bin', names: coarse ? 'coarse_label_names.txt' : 'fine_label_names.txt' },
  labels: coarse ? { bytes: 2, at: 0, classes: 20 } : { bytes: 2, at: 1, classes: 100 },
})

interface Taking {
  readonly train?: number | undefined
  readonly test?: number | undefined
  readonly normalize: Normalization
}

const taking = {
  train: first('train'),
  test: first('test'),
  normalize,
} as const

const coarse = {
  type: 'boolean',
  default: false,
  description: 'Whether the classes of CIFAR-100 are its 20 groups.',
} as const

/** Puts a data set together from its files, which `read` gives by name. */
const assemble = (
  read: (name: string) => Buffer,
  { train, test, names, labels }: Version,
  options: Taking,
): LoadedData => {
  const classes = read(names)
    .toString('utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (classes.length !== labels.classes) {
    const message = `${names} names ${classes.length} classes, and there are ${labels.classes}.`
    throw dataFault('FANIN_DATA_LABELS', message, 'Get the file again from its source.')
  }
  const parse = (name: string): Split => parseCifar(name, read(name), labels)
  const halves = [firstOf(joined(train.map(parse)), options.train), firstOf(parse(test), options.test)] as const
  normalizeSplits(...halves, 3, options.normalize)
  const [{ count: trainCount }, { count: testCount }] = halves
  return digested({ inputShape: [side, side, 3], classes, trainCount, testCount }, ...halves)
}

const firstOf = (split: Split, most = split.count): Split =>
  most >= split.count
    ? split
    : take(
        split,
        Array.from({ length: most }, (_, i) => i),
      )

const joined = (parts: readonly Split[]): Split => {
  const count = parts.reduce((sum, part) => sum + part.count, 0)
  const inputs = new Float32Array(count * side * side * 3)
  const labels = new Int32Array(count)
  let at = 0
  for (const part of parts) {
    inputs.set(part.inputs, at * side * side * 3)
    labels.set(part.labels, at)
    at += part.count
  }
  return { count, inputs, labels }
}

/** A folder with CIFAR's binary files, unpacked. */
export const cifarBinary = defineDataset({
  name: 'cifarBinary',
  summary: "A folder in CIFAR's binary format, of 10 or 100 classes.",
  reference: 'https://www.cs.toronto.edu/~kriz/cifar.html',
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['folder'],
    properties: {
      folder: {
        type: 'string',
        description: 'The folder with data_batch_1.bin and its companions, or train.bin and test.bin.',
      },
      coarse,
      ...taking,
    },
  },
  load: async ({ folder, coarse, ...options }, { resolvePath }) => {
    const path = resolvePath(folder)
    const version = existsSync(join(path, 'train.bin')) ? hundred(coarse) : ten
    return assemble((name) => readFrom(path, name), version, options)
  },
})

const readFrom = (folder: string, name: string): Buffer => {
  try {
    return readFileSync(join(folder, name))
  } catch (cause) {
    const message = `${join(folder, name)} cannot be read.`
    throw dataFault('FANIN_DATA_NOT_FOUND', message, 'Check `folder`: it holds the unpacked files.', cause)
  }
}

const fetched = async (name: string, source: Source): Promise<(file: string) => Buffer> => {
  const { download } = await import('../download/download.js')
  const path = join(cacheFolder('data', name), source.addresses[0]?.split('/').at(-1) as string)
  await download(source, path)
  const files = filesInTar(gunzipSync(readFileSync(path)))
  return (file) => files.get(file) ?? readFrom(path, file)
}

const reference = 'https://www.cs.toronto.edu/~kriz/cifar.html'

export const cifar10 = defineDataset({
  name: 'cifar10',
  summary:
    'Photographs of 32 x 32 pixels in ten classes: 50,000 to train on, 10,000 to test on. Downloaded once, 170 MB.',
  reference,
  options: { type: 'object', additionalProperties: false, properties: taking },
  describe: async ({ train = 50_000, test = 10_000 }) => ({
    inputShape: [side, side, 3],
    classes: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
    ...{ trainCount: Math.min(train, 50_000), testCount: Math.min(test, 10_000) },
  }),
  load: async (options) =>
    assemble(
      await fetched('cifar10', {
        addresses: ['https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz'],
        size: 170052171,
        sum: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
      }),
      ten,
      options,
    ),
})

export const cifar100 = defineDataset({
  name: 'cifar100',
  summary: 'Photographs of 32 x 32 pixels in a hundred classes, or in the 20 groups of them. Downloaded once, 169 MB.',
  reference,
  options: { type: 'object', additionalProperties: false, properties: { coarse, ...taking } },
  load: async ({ coarse, ...options }) =>
    assemble(
      await fetched('cifar100', {
        addresses: ['https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz'],
        size: 168513733,
        sum: '58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec',
      }),
      hundred(coarse),
      options,
    ),
})
