import { join } from 'node:path'
import { cacheFolder } from '../cacheFolder.js'
import { defineDataset } from '../dataset.js'
import type { Source } from '../download/download.js'
import { normalize } from '../normalize.js'
import { first } from '../options.js'
import { idx } from './idx.js'

/** The four files of a data set in MNIST's format: their sizes in bytes and SHA-256. */
interface Family {
  readonly name: string
  readonly summary: string
  readonly reference: string
  /** Addresses of folders, tried in their order. */
  readonly folders: readonly string[]
  readonly files: Readonly<Record<string, readonly [size: number, sum: string]>>
  readonly classes: readonly string[]
}

const options = {
  type: 'object',
  additionalProperties: false,
  properties: {
    train: first('train'),
    test: first('test'),
    normalize,
  },
} as const

/** Fetches the files once for all studies, and reads them as `idx` does. */
const named = ({ name, summary, reference, folders, files, classes }: Family) =>
  defineDataset({
    name,
    summary,
    reference,
    options,
    describe: async ({ train = 60_000, test = 10_000 }) => ({
      ...{ inputShape: [28, 28, 1], classes },
      ...{ trainCount: Math.min(train, 60_000), testCount: Math.min(test, 10_000) },
    }),
    load: async (chosen, context) => {
      const { download } = await import('../download/download.js')
      const folder = cacheFolder('data', name)
      for (const [file, [size, sum]] of Object.entries(files)) {
        const source: Source = { addresses: folders.map((address) => `${address}${file}`), size, sum }
        await download(source, join(folder, file))
      }
      return idx.load({ ...chosen, folder, classes: [...classes] }, context)
    },
  })

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']

export const mnist = named({
  name: 'mnist',
  summary: 'Handwritten digits of 28 x 28 pixels: 60,000 to train on, 10,000 to test on. Downloaded once, 11 MB.',
  reference: 'http://yann.lecun.com/exdb/mnist/',
  folders: [
    'https://storage.googleapis.com/cvdf-datasets/mnist/',
    'https://ossci-datasets.s3.amazonaws.com/mnist/',
    'http://yann.lecun.com/exdb/mnist/',
  ],
  files: {
    'train-images-idx3-ubyte.gz': [9912422, '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609'],
    'train-labels-idx1-ubyte.gz': [28881, '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c'],
    't10k-images-idx3-ubyte.gz': [1648877, '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6'],
    't10k-labels-idx1-ubyte.gz': [4542, 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6'],
  },
  classes: digits,
})

export const fashionMnist = named({
  name: 'fashionMnist',
  summary: 'Articles of clothing in the format of MNIST. Downloaded once, 30 MB.',
  reference: 'https://github.com/zalandoresearch/fashion-mnist',
  folders: ['http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/'],
  files: {
    'train-images-idx3-ubyte.gz': [26421880, '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84'],
    'train-labels-idx1-ubyte.gz': [29515, 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845'],
    't10k-images-idx3-ubyte.gz': [4422102, '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073'],
    't10k-labels-idx1-ubyte.gz': [5148, '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5'],
  },
  classes: ['tShirt', 'trouser', 'pullover', 'dress', 'coat', 'sandal', 'shirt', 'sneaker', 'bag', 'ankleBoot'],
})

export const kmnist = named({
  name: 'kmnist',
  summary: 'Old Japanese characters in the format of MNIST. Downloaded once, 21 MB.',
  reference: 'https://github.com/rois-codh/kmnist',
  folders: ['http://codh.rois.ac.jp/kmnist/dataset/kmnist/'],
  files: {
    'train-images-idx3-ubyte.gz': [18165135, '51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4'],
    'train-labels-idx1-ubyte.gz': [29497, 'e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17'],
    't10k-images-idx3-ubyte.gz': [3041136, 'edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5'],
    't10k-labels-idx1-ubyte.gz': [5120, '20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c'],
  },
  classes: ['o', 'ki', 'su', 'tsu', 'na', 'ha', 'ma', 'ya', 're', 'wo'],
})
