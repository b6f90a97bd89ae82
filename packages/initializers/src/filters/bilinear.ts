import { defineInitializer, InitializerShapeError, noOptions } from '@fanin/core'

/**
 * A transposed convolution that starts as bilinear upsampling of every channel by itself. The kernel must be a multiple
 * of the stride, else outputs get unequal numbers of taps: twice the stride is usual.
 *
 * Long et al., 2015, "Fully Convolutional Networks for Semantic Segmentation", https://arxiv.org/abs/1411.4038, section 3.3.
 */
export const bilinear = defineInitializer({
  name: 'bilinear',
  summary: 'Bilinear upsampling of every channel, for transposed convolutions.',
  formula: '(1 − |y − c| / f)(1 − |x − c| / f) where in = out, f = ⌈size / 2⌉; else 0',
  use: 'Transposed convolutions of decoders.',
  reference: 'https://arxiv.org/abs/1411.4038',
  options: noOptions,
  create: () => {
    const tent = (size: number, at: number): number => {
      const factor = Math.floor((size + 1) / 2)
      const centre = size % 2 === 1 ? factor - 1 : factor - 0.5
      return 1 - Math.abs(at - centre) / factor
    }
    return ({ shape }) => {
      if (shape.length !== 4)
        throw new InitializerShapeError('bilinear fills kernels of convolutions', 'Use orthogonal.')
      const [height, width, first, second] = shape as [number, number, number, number]
      const values = new Float32Array(height * width * first * second)
      for (let tap = 0; tap < height * width; tap++) {
        const value = tent(height, Math.floor(tap / width)) * tent(width, tap % width)
        for (let channel = 0; channel < Math.min(first, second); channel++) {
          values[(tap * first + channel) * second + channel] = value
        }
      }
      return values
    }
  },
})
