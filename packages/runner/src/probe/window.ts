import type { NetworkLayer, Values } from '@fanin/core'

/** How often each pixel of a line is under a window, and how many taps there are, inside the line and in all. */
interface Cover {
  readonly times: Float64Array
  readonly inside: number
  readonly all: number
}

/** The window of a convolution along one axis. TensorFlow pads `same` with the odd pixel at the end. */
const coverOf = (size: number, taps: number, stride: number, dilation: number, padding: unknown): Cover => {
  const reach = (taps - 1) * dilation + 1
  const outputs = padding === 'same' ? Math.ceil(size / stride) : Math.floor((size - reach) / stride) + 1
  const before = padding === 'same' ? Math.floor(Math.max(0, (outputs - 1) * stride + reach - size) / 2) : 0
  const times = new Float64Array(size)
  for (let output = 0; output < outputs; output++) {
    for (let tap = 0; tap < taps; tap++) {
      const at = output * stride + tap * dilation - before
      if (at >= 0 && at < size) times[at] = (times[at] as number) + 1
    }
  }
  return { times, inside: times.reduce((a, b) => a + b, 0), all: outputs * taps }
}

const pairOf = (value: unknown): [number, number] => {
  const [first = 1, second = first] = [value ?? 1].flat() as number[]
  return [first, second]
}

/** The covers down and across of a layer with a window on an image of this size; undefined for one without. */
const coversOf = (
  { options }: NetworkLayer,
  [height, width]: readonly number[],
): readonly [Cover, Cover] | undefined => {
  if (
    options.kernelSize === undefined ||
    /transpose/i.test(options.type) ||
    height === undefined ||
    width === undefined
  ) {
    return undefined
  }
  const [kernel, strides, dilations] = [options.kernelSize, options.strides, options.dilationRate].map(pairOf) as [
    ...[[number, number], [number, number], [number, number]],
  ]
  return [
    coverOf(height, kernel[0], strides[0], dilations[0], options.padding),
    coverOf(width, kernel[1], strides[1], dilations[1], options.padding),
  ]
}

/** The share of a window's taps that lie inside the image, on average; 1 for layers without windows. */
export const tapShare = (layer: NetworkLayer, inputShape: readonly number[]): number => {
  const covers = coversOf(layer, inputShape)
  return covers ? covers.reduce((share, { inside, all }) => share * (inside / all), 1) : 1
}

/** The second moment of images as a layer's windows see them: each pixel as often as it is under one. */
export const seenSecondMoment = (layer: NetworkLayer, { shape, values }: Values): number => {
  const [, height = 1, width = 1, channels = 1] = shape
  const [down, across] = coversOf(layer, [height, width]) ?? []
  let [sum, total] = [0, 0]
  for (let i = 0; i < values.length; i++) {
    const pixel = Math.floor(i / channels)
    const y = Math.floor(pixel / width) % height
    const times = down && across ? (down.times[y] as number) * (across.times[pixel % width] as number) : 1
    sum += times * (values[i] as number) ** 2
    total += times
  }
  return total === 0 ? 0 : sum / total
}
