import type { BatchMatMulAttrs, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { wasmKernel } from './heap.js'

interface Inputs {
  readonly a: TensorInfo
  readonly b: TensorInfo
}

/**
 * The matrix product, with its transposed operands transposed before it: the backend is fast (twelve times) only where
 * neither is.
 */
export const matMul = (tf: TensorFlow): KernelConfig => {
  const { kernelFunc: stock } = tf.getKernel('BatchMatMul', 'wasm')
  return wasmKernel<Inputs, BatchMatMulAttrs>(tf, 'BatchMatMul', ({ a, b }, { transposeA, transposeB }, heap) => {
    const inputs = {
      a: transposeA ? heap.run('Transpose', { x: a }, { perm: lastTwoExchanged(a) }) : a,
      b: transposeB ? heap.run('Transpose', { x: b }, { perm: lastTwoExchanged(b) }) : b,
    }
    return heap.call(stock, inputs, { transposeA: false, transposeB: false })
  })
}

const lastTwoExchanged = ({ shape: { length } }: TensorInfo): number[] => [
  ...Array(length - 2).keys(),
  length - 1,
  length - 2,
]
