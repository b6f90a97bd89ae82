import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import type { AvgPoolGradAttrs, KernelConfig, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core'
import { addAveragePoolGradient } from './averagePoolGradient.js'
import type { Backend, TensorFlow } from './backend.js'
import { loadEngine } from './engine.js'
import { replaceKernel } from './kernel.js'

/** The backend in plain JavaScript: slow, everywhere, and what the others are checked against. */
export async function loadCpu(): Promise<Backend> {
  const { tf, layers } = await loadEngine()
  await import('@tensorflow/tfjs-backend-cpu')
  replaceKernel(tf, averagePoolGradient(tf))
  return { name: 'cpu', version: `tfjs ${tf.version_core}, cpu`, tf, layers }
}

/** The gradient of average pooling, padding left out of the average as the forward pass does. */
const averagePoolGradient = (tf: TensorFlow): KernelConfig => ({
  kernelName: 'AvgPoolGrad',
  backendName: 'cpu',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { dy, input } = inputs as NamedTensorInfoMap & { dy: TensorInfo; input: TensorInfo }
    const { filterSize, strides, pad } = attrs as unknown as AvgPoolGradAttrs
    const inputShape = input.shape as [number, number, number, number]
    const cpu = backend as MathBackendCPU
    const dx = new Float32Array(tf.util.sizeFromShape(inputShape))
    const info = tf.backend_util.computePool2DInfo(inputShape, filterSize, strides, 1, pad)
    addAveragePoolGradient(dx, cpu.readSync(dy.dataId) as Float32Array, info)
    return cpu.makeTensorInfo(inputShape, 'float32', dx)
  },
})
