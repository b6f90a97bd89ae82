import { defineArchitecture } from '@fanin/core'
import { classes } from './options.js'

/**
 * The first convolutional network that was widely used, as it is taught today: every map of the third layer sees all of
 * the second, and a softmax takes the place of the radial basis functions.
 *
 * LeCun et al., 1998, "Gradient-based learning applied to document recognition", https://doi.org/10.1109/5.726791.
 */
export const lenet5 = defineArchitecture({
  name: 'lenet5',
  summary: 'LeNet-5 for images of 28 x 28 pixels, their border padded to the 32 x 32 of the paper.',
  reference: 'https://doi.org/10.1109/5.726791',
  options: { type: 'object', additionalProperties: false, properties: { classes } },
  layers: ({ classes }) => [
    { type: 'conv2d', filters: 6, kernelSize: 5, padding: 'same', activation: 'tanh' },
    { type: 'averagePooling2d', poolSize: 2 },
    { type: 'conv2d', filters: 16, kernelSize: 5, activation: 'tanh' },
    { type: 'averagePooling2d', poolSize: 2 },
    { type: 'flatten' },
    { type: 'dense', units: 120, activation: 'tanh' },
    { type: 'dense', units: 84, activation: 'tanh' },
    { type: 'dense', units: classes, activation: 'softmax', name: 'head' },
  ],
})
