import { cifar10, cifar100, cifarBinary } from './cifar/cifar.js'
import { coco } from './coco/coco.js'
import type { DatasetDefinition } from './dataset.js'
import { digits } from './digits/digits.js'
import { gaussian } from './gaussian/gaussian.js'
import { idx } from './idx/idx.js'
import { fashionMnist, kmnist, mnist } from './idx/named.js'
import { imageFolder } from './imageFolder/imageFolder.js'
import { maskFolder } from './maskFolder/maskFolder.js'
import { npz } from './npz/npz.js'
import { shapes } from './shapes/shapes.js'
import { voc } from './voc/voc.js'

/** The built-in data sets: drawn ones, those that are downloaded, and formats of files. */
// biome-ignore lint/suspicious/noExplicitAny: the list holds data sets of many option types.
export const datasets: readonly DatasetDefinition<any>[] = [
  ...[digits, shapes, gaussian],
  ...[mnist, fashionMnist, kmnist, cifar10, cifar100],
  ...[idx, cifarBinary, npz, imageFolder, maskFolder, voc, coco],
]
