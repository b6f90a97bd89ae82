import type { ArchitectureDefinition } from '@fanin/core'
import { detector } from './detector.js'
import { lenet5 } from './lenet5.js'
import { mobilenet } from './mobilenet.js'
import { plain, resnet } from './smallImages.js'
import { unet } from './unet.js'
import { vgg } from './vgg.js'

/** The built-in architectures: names that stand for the layers of published networks. */
// biome-ignore lint/suspicious/noExplicitAny: the list holds architectures of many option types.
export const architectures: readonly ArchitectureDefinition<any>[] = [
  lenet5,
  plain,
  resnet,
  vgg,
  mobilenet,
  unet,
  detector,
]
