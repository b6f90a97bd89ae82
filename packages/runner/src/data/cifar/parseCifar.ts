import type { Split } from '../dataset.js'
import { dataFault } from '../fault.js'

/** Height and width of an image; three planes of red, green and blue follow the labels of each. */
export const side = 32
const plane = side * side

/** How a version of CIFAR has its labels: so many bytes before each image, of which one counts. */
export interface CifarLabels {
  readonly bytes: number
  readonly at: number
  readonly classes: number
}

/**
 * Reads CIFAR's binary records as images `[count, 32, 32, 3]` between 0 and 1.
 *
 * https://www.cs.toronto.edu/~kriz/cifar.html
 */
export const parseCifar = (name: string, bytes: Uint8Array, { bytes: before, at, classes }: CifarLabels): Split => {
  const size = before + 3 * plane
  const fail = (code: 'FANIN_DATA_FORMAT' | 'FANIN_DATA_LABELS', message: string) =>
    dataFault(code, message, 'Get the file again from its source.')
  const count = Math.floor(bytes.length / size)
  if (count === 0 || bytes.length !== count * size) {
    throw fail(
      'FANIN_DATA_FORMAT',
      `${name} has ${bytes.length} bytes, which are no whole number of records of ${size}.`,
    )
  }
  const inputs = new Float32Array(count * 3 * plane)
  const labels = Int32Array.from({ length: count }, (_, i) => bytes[i * size + at] as number)
  const wrong = labels.findIndex((label) => label >= classes)
  if (wrong >= 0) {
    throw fail(
      'FANIN_DATA_LABELS',
      `${name} has the label ${labels[wrong]} at image ${wrong}, and there are ${classes} classes.`,
    )
  }
  for (let image = 0; image < count; image++) {
    for (let pixel = 0; pixel < plane; pixel++) {
      for (let channel = 0; channel < 3; channel++) {
        const from = image * size + before + channel * plane + pixel
        inputs[(image * plane + pixel) * 3 + channel] = (bytes[from] as number) / 255
      }
    }
  }
  return { count, inputs, labels }
}
