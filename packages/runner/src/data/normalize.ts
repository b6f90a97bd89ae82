import type { Split } from './dataset.js'

/** The option that every data set of images has. */
export const normalize = {
  enum: ['unit', 'signed', 'standard'],
  default: 'unit',
  description: 'Pixels from 0 to 1, from -1 to 1, or with mean 0 and variance 1 in each channel of the training data.',
} as const

export type Normalization = (typeof normalize.enum)[number]

/** Brings pixels from [0, 1] to what the experiment asks for, in place. */
export const normalizeSplits = (train: Split, test: Split, channels: number, how: Normalization): void => {
  if (how === 'unit') return
  const scales =
    how === 'signed' ? Array.from({ length: channels }, () => [0.5, 0.5]) : statistics(train.inputs, channels)
  for (const { inputs } of [train, test]) {
    for (let i = 0; i < inputs.length; i++) {
      const [mean, std] = scales[i % channels] as [number, number]
      inputs[i] = ((inputs[i] as number) - mean) / std
    }
  }
}

/** Mean and standard deviation of every channel; a constant channel is only shifted. */
const statistics = (inputs: Float32Array, channels: number): [number, number][] =>
  Array.from({ length: channels }, (_, channel) => {
    const count = inputs.length / channels
    let [sum, squares] = [0, 0]
    for (let i = channel; i < inputs.length; i += channels) sum += inputs[i] as number
    const mean = sum / count
    for (let i = channel; i < inputs.length; i += channels) squares += ((inputs[i] as number) - mean) ** 2
    return [mean, Math.sqrt(squares / count) || 1]
  })
