import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'

/**
 * A second name for the same values. The backend's own copies them, and everything that a gradient keeps goes through
 * it. No kernel writes to its inputs.
 */
export const identity = (): KernelConfig => ({
  kernelName: 'Identity',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend }) => {
    const { dataId, shape, dtype } = inputs.x as TensorInfo
    ;(backend as BackendWasm).incRef(dataId)
    return { dataId, shape, dtype }
  },
})
