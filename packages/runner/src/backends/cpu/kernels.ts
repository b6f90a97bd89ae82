import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import type { AvgPoolGradAttrs, KernelConfig, KernelFunc, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core'
import { addAveragePoolGradient } from '../averagePoolGradient.js'
import type { TensorFlow } from '../backend.js'
import { replaceKernel } from '../kernel.js'

type Shape4D = [number, number, number, number]

/** Corrects the kernels that the cpu backend has wrong. */
export function registerCpuKernels(tf: TensorFlow): void {
  for (const create of [averagePoolGradient, bilinearGradient, nearestGradient]) replaceKernel(tf, create(tf))
}

const cpuKernel = <Inputs>(
  kernelName: string,
  compute: (inputs: Inputs, attributes: NamedAttrMap, backend: MathBackendCPU) => TensorInfo,
): KernelConfig => ({
  kernelName,
  backendName: 'cpu',
  kernelFunc: ({ inputs, attrs = {}, backend }) => compute(inputs as Inputs, attrs, backend as MathBackendCPU),
})

/** The gradient of average pooling, padding left out of the average as the forward pass does. */
const averagePoolGradient = (tf: TensorFlow): KernelConfig =>
  cpuKernel<{ dy: TensorInfo; input: TensorInfo }>('AvgPoolGrad', ({ dy, input }, attributes, backend) => {
    const { filterSize, strides, pad } = attributes as unknown as AvgPoolGradAttrs
    const dx = new Float32Array(tf.util.sizeFromShape(input.shape))
    const info = tf.backend_util.computePool2DInfo(input.shape as Shape4D, filterSize, strides, 1, pad)
    addAveragePoolGradient(dx, backend.readSync(dy.dataId) as Float32Array, info)
    return backend.makeTensorInfo(input.shape, 'float32', dx)
  })

interface ResizeInputs {
  readonly images: TensorInfo
  readonly dy: TensorInfo
}

/** The stock kernel exchanges height and width in the shape of its result. */
const bilinearGradient = (tf: TensorFlow): KernelConfig => {
  const { kernelFunc: stock } = tf.getKernel('ResizeBilinearGrad', 'cpu')
  return cpuKernel<ResizeInputs>('ResizeBilinearGrad', ({ images, dy }, attrs, backend) => ({
    ...run(stock, { images, dy }, attrs, backend),
    shape: images.shape,
  }))
}

/** The stock kernel is right for one image only: it looks for the gradients of the others in the wrong place. */
const nearestGradient = (tf: TensorFlow): KernelConfig => {
  const { kernelFunc: stock } = tf.getKernel('ResizeNearestNeighborGrad', 'cpu')
  return cpuKernel<ResizeInputs>('ResizeNearestNeighborGrad', ({ images, dy }, attrs, backend) => {
    const [batch, ...imageShape] = images.shape as Shape4D
    const gradients = backend.readSync(dy.dataId) as Float32Array
    const size = tf.util.sizeFromShape(imageShape)
    const dx = new Float32Array(batch * size)
    for (let i = 0; i < batch; i++) {
      const part = gradients.slice((i * gradients.length) / batch, ((i + 1) * gradients.length) / batch)
      const dyOfOne = backend.makeTensorInfo([1, ...dy.shape.slice(1)], 'float32', part)
      const one = run(stock, { images: { ...images, shape: [1, ...imageShape] }, dy: dyOfOne }, attrs, backend)
      dx.set(backend.readSync(one.dataId) as Float32Array, i * size)
      for (const { dataId } of [dyOfOne, one]) backend.disposeData(dataId)
    }
    return backend.makeTensorInfo(images.shape, 'float32', dx)
  })
}

const run = (
  kernel: KernelFunc,
  { images, dy }: ResizeInputs,
  attrs: NamedAttrMap,
  backend: MathBackendCPU,
): TensorInfo => kernel({ inputs: { images, dy }, attrs, backend }) as TensorInfo
