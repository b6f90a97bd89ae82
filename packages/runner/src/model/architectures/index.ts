import type { ArchitectureDefinition } from '@fanin/core'
import { detector } from './detector.js'
import { unet } from './unet.js'

/** The built-in architectures: names that stand for the layers of published networks. */
// biome-ignore lint/suspicious/noExplicitAny: the list holds architectures of many option types.
export const architectures: readonly ArchitectureDefinition<any>[] = [unet, detector]
