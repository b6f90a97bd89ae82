import type { GradConfig, Tensor } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'

/** The kernel of an activation's gradient, and whether it reads what went in or what came out. */
const kernels = {
  Relu: ['ReluGrad', 'output'],
  Selu: ['SeluGrad', 'output'],
  Sigmoid: ['SigmoidGrad', 'output'],
  Softplus: ['SoftplusGrad', 'input'],
  Tanh: ['TanhGrad', 'output'],
} as const

export type Activation = keyof typeof kernels

export const nativeActivations = Object.keys(kernels) as readonly Activation[]

export const gradientKernel = (activation: Activation): string => kernels[activation][0]

/**
 * The gradient of an activation by one kernel, where the backend has it. TensorFlow.js composes it of up to six, each
 * of which goes through all of memory.
 */
export const nativeGradient =
  (activation: Activation) =>
  (tf: TensorFlow, stock: GradConfig): GradConfig => {
    const [kernel, reads] = kernels[activation]
    return {
      kernelName: activation,
      inputsToSave: ['x'],
      outputsToSave: [true],
      gradFunc: (dy, [x, y], attributes) => {
        const stockSaved = stock.inputsToSave ? [x] : [y]
        if (!tf.getKernel(kernel, tf.getBackend())) return stock.gradFunc(dy, stockSaved as Tensor[], attributes)
        const inputs = { dy: dy as Tensor, saved: (reads === 'input' ? x : y) as Tensor }
        return { x: () => tf.engine().runKernel(kernel, inputs) as Tensor }
      },
    }
  }
