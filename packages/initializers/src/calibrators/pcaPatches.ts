import { defineCalibrator, type Network, type Parameter, type Random } from '@fanin/core'
import { symmetricEigen } from '../algebra/symmetricEigen.js'
import { examplesOption, kernelLayers } from './layers.js'

/**
 * Fills the first convolution with the principal components of the patches that it sees, the strongest first, each
 * scaled to the same variance of outputs: what the data has to say about edges and colours before any label. Where there
 * are more filters than components, they are gone through again with the sign turned, which ReLU tells apart.
 *
 * Krähenbühl et al., 2016, https://arxiv.org/abs/1511.06856, section 3.1; Chan et al., 2015, "PCANet",
 * https://arxiv.org/abs/1404.3606
 */
export const pcaPatches = defineCalibrator({
  name: 'pcaPatches',
  summary: 'Principal components of image patches as filters of the first convolution.',
  use: 'The first layer on images, with little data.',
  reference: 'https://arxiv.org/abs/1511.06856',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      std: {
        type: 'number',
        exclusiveMinimum: 0,
        default: 1,
        description: 'The standard deviation of every filter’s output.',
      },
      patches: { type: 'integer', minimum: 2, default: 20_000, description: 'How many patches are looked at.' },
      examples: examplesOption(500),
    },
  },
  create:
    ({ std, patches, examples }) =>
    (network, random) => {
      const first = kernelLayers(network).find(({ kernels }) => kernels[0]?.shape.length === 4)
      const kernel = first?.kernels[0]
      if (!first || !kernel || first.inputs[0] !== 'input' || first.options.type !== 'conv2d') {
        return network.note('No convolution reads the images themselves: nothing was filled.')
      }
      const covariance = covarianceOf(samplePatches(network, kernel, patches, examples, random))
      const { values, vectors } = symmetricEigen(covariance)
      const strong = values.filter((value) => value > 1e-6 * (values[0] as number)).length
      if (strong === 0) return network.note('All patches are the same: nothing was filled.')
      const outputs = kernel.shape.at(-1) as number
      const filled = new Float32Array(vectors.length * outputs)
      for (let output = 0; output < outputs; output++) {
        const component = output % strong
        const sign = Math.floor(output / strong) % 2 === 0 ? 1 : -1
        const scale = (sign * std) / Math.sqrt(values[component] as number)
        for (const [i, value] of (vectors[component] as Float64Array).entries())
          filled[i * outputs + output] = scale * value
      }
      network.set(kernel.path, filled)
      network.note(`${kernel.path}: ${Math.min(strong, outputs)} of ${vectors.length} components`)
    },
})

/** Patches of the kernel's size, each as a row `[height, width, in]`, from anywhere in the images. */
const samplePatches = (
  network: Network,
  { shape }: Parameter,
  count: number,
  examples: number,
  random: Random,
): readonly Float64Array[] => {
  const { shape: imageShape, values } = network.examples(examples).inputs
  const [images, height, width, channels] = imageShape as [number, number, number, number]
  const [rows, columns] = shape as [number, number]
  const run = columns * channels
  return Array.from({ length: count }, () => {
    const patch = new Float64Array(rows * run)
    const image = random.integer(images)
    const [top, left] = [
      random.integer(Math.max(1, height - rows + 1)),
      random.integer(Math.max(1, width - columns + 1)),
    ]
    for (let row = 0; row < Math.min(rows, height); row++) {
      const start = ((image * height + top + row) * width + left) * channels
      patch.set(values.subarray(start, start + Math.min(columns, width) * channels), row * run)
    }
    return patch
  })
}

const covarianceOf = (rows: readonly Float64Array[]): readonly Float64Array[] => {
  const size = (rows[0] as Float64Array).length
  const mean = new Float64Array(size)
  for (const row of rows)
    for (let i = 0; i < size; i++) mean[i] = (mean[i] as number) + (row[i] as number) / rows.length
  const covariance = Array.from({ length: size }, () => new Float64Array(size))
  for (const row of rows) {
    for (let i = 0; i < size; i++) {
      const [line, x] = [covariance[i] as Float64Array, (row[i] as number) - (mean[i] as number)]
      for (let j = 0; j < size; j++)
        line[j] = (line[j] as number) + (x * ((row[j] as number) - (mean[j] as number))) / rows.length
    }
  }
  return covariance
}
