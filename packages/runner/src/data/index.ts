import { coco } from './coco/coco.js'
import type { DatasetDefinition } from './dataset.js'
import { digits } from './digits/digits.js'
import { gaussian } from './gaussian/gaussian.js'
import { idx } from './idx/idx.js'
import { imageFolder } from './imageFolder/imageFolder.js'
import { maskFolder } from './maskFolder/maskFolder.js'
import { shapes } from './shapes/shapes.js'
import { voc } from './voc/voc.js'

/** The built-in data sets. */
// biome-ignore lint/suspicious/noExplicitAny: the list holds data sets of many option types.
export const datasets: readonly DatasetDefinition<any>[] = [
  digits,
  shapes,
  gaussian,
  idx,
  imageFolder,
  maskFolder,
  voc,
  coco,
]
