import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { wasmKernel } from './heap.js'

interface Inputs extends Record<string, TensorInfo> {
  readonly x: TensorInfo
  readonly filter: TensorInfo
}

interface Attributes {
  readonly strides: number | [number, number]
  readonly pad: unknown
}

/**
 * A convolution of the backend with `same` padding written out where the window is smaller than its step: XNNPACK
 * refuses its own flag for it there, and the backend then leaves an output of zeros.
 */
const withPaddingWrittenOut =
  (kernelName: string, depthwise: boolean) =>
  (tf: TensorFlow): KernelConfig => {
    const { kernelFunc: stock } = tf.getKernel(kernelName, 'wasm')
    return wasmKernel<Inputs, Attributes>(tf, kernelName, (inputs, attributes, heap) => {
      const { x, filter } = inputs
      const [height, width] = [attributes.strides].flat()
      const [rows, columns] = filter.shape as [number, number]
      const skips = rows < Number(height) || columns < Number(width ?? height)
      if (attributes.pad !== 'same' || !skips) return heap.call(stock, inputs, attributes)
      const shapes = [x.shape, filter.shape] as [never, never]
      const { padInfo } = tf.backend_util.computeConv2DInfo(
        ...shapes,
        attributes.strides,
        1,
        'same',
        undefined,
        depthwise,
      )
      const { top, bottom, left, right } = padInfo
      const pad = [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ]
      return heap.call(stock, inputs, { ...attributes, pad })
    })
  }

export const samePadding = [
  withPaddingWrittenOut('Conv2D', false),
  withPaddingWrittenOut('FusedConv2D', false),
  withPaddingWrittenOut('DepthwiseConv2dNative', true),
  withPaddingWrittenOut('FusedDepthwiseConv2D', true),
]
