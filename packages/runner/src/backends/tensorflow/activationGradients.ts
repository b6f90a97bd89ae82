import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { gradientKernel, nativeActivations } from '../gradients/native.js'
import { tensorflowKernel } from './operations.js'

interface Inputs {
  readonly dy: TensorInfo
  readonly saved: TensorInfo
}

/** These take what came out before the gradient. */
const outputFirst: ReadonlySet<string> = new Set(['SigmoidGrad', 'TanhGrad'])

/** TensorFlow's own kernels for the gradients of activations. */
export const activationGradients = nativeActivations.map(gradientKernel).map(
  (name) =>
    (tf: TensorFlow): KernelConfig =>
      tensorflowKernel<Inputs, object>(
        tf,
        name,
        ({ dy, saved }, _, execute) => execute(name, outputFirst.has(name) ? [saved, dy] : [dy, saved])[0],
      ),
)
