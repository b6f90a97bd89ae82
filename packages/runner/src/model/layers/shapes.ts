import { LayerInputError, type Shape } from '@fanin/core'

/** One number for both axes, or one each. */
export type Pair = number | readonly number[]

export const pair = (value: Pair): [number, number] =>
  typeof value === 'number' ? [value, value] : [value[0] as number, value[1] as number]

/** How a window moves over an image. */
export interface Window {
  readonly size: Pair
  readonly strides: Pair
  readonly padding: string
  readonly dilation?: Pair
}

const text = (shape: Shape): string => `[${shape.join(', ')}]`

/** The one input of a layer that takes one. */
export const onlyInput = (layer: string, inputs: readonly Shape[]): Shape => {
  const [input] = inputs
  if (inputs.length === 1 && input) return input
  throw new LayerInputError(
    `${layer} reads one layer, and received ${inputs.length}.`,
    'Join them with add or concatenate first.',
  )
}

/** The one input of a layer that works on images. */
export const imageInput = (layer: string, inputs: readonly Shape[]): [number, number, number] => {
  const input = onlyInput(layer, inputs)
  if (input.length === 3) return [input[0] as number, input[1] as number, input[2] as number]
  const message = `${layer} needs an input of shape [height, width, channels], and received ${text(input)}.`
  throw new LayerInputError(message, 'Put it before flatten, dense and global pooling, or reshape its input.')
}

/** Height and width of what a window makes of an image. Strides and dilations exclude each other, as in TensorFlow. */
export const windowOutput = (layer: string, image: Shape, window: Window): [number, number] => {
  const [size, strides, dilation] = [pair(window.size), pair(window.strides), pair(window.dilation ?? 1)]
  if (Math.max(...strides) > 1 && Math.max(...dilation) > 1) {
    throw new LayerInputError(`${layer} has both strides and a dilation rate above 1.`, 'Set one of them to 1.')
  }
  const lengths = [0, 1].map((axis) => {
    const [length, step] = [image[axis] as number, strides[axis] as number]
    const reach = ((size[axis] as number) - 1) * (dilation[axis] as number) + 1
    return window.padding === 'same' ? Math.ceil(length / step) : Math.ceil((length - reach + 1) / step)
  })
  const [height, width] = lengths as [number, number]
  if (height >= 1 && width >= 1) return [height, width]
  const message = `${layer} has a window of ${size.join(' x ')}, larger than its input of ${image[0]} x ${image[1]}.`
  throw new LayerInputError(message, 'Use a smaller window or `padding: same`, or remove a pooling before it.')
}

export const product = (shape: Shape): number => shape.reduce((a, b) => a * b, 1)

/** A shape as messages show it. */
export const shapeText = text
