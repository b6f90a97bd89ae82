import type { Layer } from '../layer.js'
import { activation } from './activation.js'
import { add } from './add.js'
import { averagePooling2d } from './averagePooling2d.js'
import { batchNormalization } from './batchNormalization.js'
import { concatenate } from './concatenate.js'
import { conv2d } from './conv2d.js'
import { conv2dTranspose } from './conv2dTranspose.js'
import { dense } from './dense.js'
import { depthwiseConv2d } from './depthwiseConv2d.js'
import { dropout } from './dropout.js'
import { flatten } from './flatten.js'
import { globalAveragePooling2d } from './globalAveragePooling2d.js'
import { globalMaxPooling2d } from './globalMaxPooling2d.js'
import { layerNormalization } from './layerNormalization.js'
import { maxPooling2d } from './maxPooling2d.js'
import { reshape } from './reshape.js'
import { scale } from './scale.js'
import { separableConv2d } from './separableConv2d.js'
import { shift } from './shift.js'
import { upSampling2d } from './upSampling2d.js'
import { zeroPadding2d } from './zeroPadding2d.js'

/** The built-in layers, in the order in which they are shown. */
// biome-ignore lint/suspicious/noExplicitAny: the list holds layers of many option types.
export const layers: readonly Layer<any>[] = [
  conv2d,
  depthwiseConv2d,
  separableConv2d,
  conv2dTranspose,
  dense,
  maxPooling2d,
  averagePooling2d,
  globalMaxPooling2d,
  globalAveragePooling2d,
  flatten,
  reshape,
  dropout,
  batchNormalization,
  layerNormalization,
  scale,
  shift,
  activation,
  add,
  concatenate,
  upSampling2d,
  zeroPadding2d,
]
