import type { Split } from './dataset.js'

/** The option that every data set of images has. */
export const normalize = {
  enum: ['unit', 'signed', 'standard', 'image'],
  default: 'unit',
  description:
    'Pixels from 0 to 1, from -1 to 1, or with mean 0 and variance 1 in each channel, of the training data or of every image by itself.',
} as const

export type Normalization = (typeof normalize.enum)[number]

/** Of every channel; what is taken away from its pixels, and what they are divided by then. */
type Scales = readonly (readonly [mean: number, std: number])[]

/** Brings pixels from [0, 1] to what the experiment asks for, in place. */
export const normalizeSplits = (train: Split, test: Split, channels: number, how: Normalization): void => {
  if (how === 'unit') return
  const halves = Array.from({ length: channels }, () => [0.5, 0.5] as const)
  const shared = how === 'standard' ? statistics(train.inputs, channels) : halves
  for (const { count, inputs } of [train, test]) {
    const size = inputs.length / count
    for (let i = 0; i < count; i++) {
      const image = inputs.subarray(i * size, (i + 1) * size)
      rescale(image, how === 'image' ? statistics(image, channels) : shared)
    }
  }
}

const rescale = (image: Float32Array, scales: Scales): void => {
  for (let i = 0; i < image.length; i++) {
    const [mean, std] = scales[i % scales.length] as Scales[number]
    image[i] = ((image[i] as number) - mean) / std
  }
}

/** Mean and standard deviation of every channel; a constant channel is only shifted. */
const statistics = (inputs: Float32Array, channels: number): Scales =>
  Array.from({ length: channels }, (_, channel) => {
    const count = inputs.length / channels
    let [sum, squares] = [0, 0]
    for (let i = channel; i < inputs.length; i += channels) sum += inputs[i] as number
    const mean = sum / count
    for (let i = channel; i < inputs.length; i += channels) squares += ((inputs[i] as number) - mean) ** 2
    return [mean, Math.sqrt(squares / count) || 1]
  })
