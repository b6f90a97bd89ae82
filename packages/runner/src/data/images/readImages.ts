import type { Shape } from '@fanin/core'
import { dataFault } from '../fault.js'
import { decodeAll, type Wanted } from './decode.js'
import type { Decoded } from './decoded.js'

/** Images of one shape in one block, `[count, ...shape]` between 0 and 1, and the sizes that their files have. */
export interface Images {
  readonly shape: Shape
  readonly inputs: Float32Array
  readonly originals: readonly Decoded['original'][]
}

/** Reads images in the order of their paths. Throws FANIN_DATA_FORMAT where they are damaged or differ in size. */
export const readImages = async (paths: readonly string[], wanted: Wanted): Promise<Images> => {
  const images = await decodeAll(paths, wanted)
  const shape = images[0]?.shape ?? []
  const other = images.findIndex((image) => String(image.shape) !== String(shape))
  if (other > 0) throw unequalSizes(paths[0] ?? '', shape, paths[other] ?? '', images[other]?.shape ?? [])
  const size = shape.reduce((a, b) => a * b, 1)
  const inputs = new Float32Array(images.length * size)
  images.forEach(({ values }, i) => {
    for (let j = 0; j < size; j++) inputs[i * size + j] = (values[j] as number) / 255
  })
  return { shape, inputs, originals: images.map(({ original }) => original) }
}

export const unequalSizes = (one: string, shape: Shape, other: string, otherShape: Shape): Error => {
  const message = `The images differ in size: ${one} is ${shape.join(' x ')}, ${other} is ${otherShape.join(' x ')}.`
  return dataFault('FANIN_DATA_FORMAT', message, 'Write `size: [height, width]` to bring them to one.')
}
