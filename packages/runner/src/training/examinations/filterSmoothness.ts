import { noOptions } from '@fanin/core'
import type { Variable } from '@tensorflow/tfjs-core'
import { defineExamination } from './examination.js'

/**
 * 1 - E (w - w')² / (2 E w²) over neighbouring taps w, w' of the first convolution: 1 where filters are flat, 0 where taps
 * know nothing of one another, as when drawn, and less where they alternate. After von Neumann's ratio, 1941.
 */
export const filterSmoothness = defineExamination({
  name: 'filterSmoothness',
  summary: 'How alike neighbouring taps of the first convolution are: 0 for noise, 1 for flat filters.',
  reference: 'https://doi.org/10.1214/aoms/1177731677',
  tasks: ['classification', 'segmentation', 'detection'],
  options: noOptions,
  examine:
    () =>
    ({ weights }) => {
      const kernel = [...weights].find(([path, { shape }]) => path.endsWith('/kernel') && shape.length === 4)?.[1]
      return kernel ? smoothnessOf(kernel) : Number.NaN
    },
})

const smoothnessOf = (kernel: Variable): number => {
  const [height = 0, width = 0] = kernel.shape
  const values = kernel.dataSync()
  const size = values.length / (height * width)
  let [apart, square] = [0, 0]
  const compare = (a: number, b: number): void => {
    for (let i = 0; i < size; i++) {
      const [x, y] = [values[a * size + i] as number, values[b * size + i] as number]
      apart += (x - y) ** 2
      square += x * x + y * y
    }
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (x + 1 < width) compare(y * width + x, y * width + x + 1)
      if (y + 1 < height) compare(y * width + x, (y + 1) * width + x)
    }
  }
  return 1 - apart / square
}
