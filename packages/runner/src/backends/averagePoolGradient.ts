import { forEachWindow, type WindowInfo } from './window.js'

/**
 * Adds the gradient of average pooling to `dx`, which starts as zeros.
 *
 * TensorFlow.js divides by the size of the window even where part of it is padding, although its forward pass leaves
 * padding out of the average; here both agree.
 */
export function addAveragePoolGradient(dx: Float32Array, dy: Float32Array, info: WindowInfo): void {
  const channels = info.inChannels
  forEachWindow(info, (start, taps, count) => {
    const share = 1 / count
    for (let tap = 0; tap < count; tap++) {
      const at = taps[tap] as number
      for (let channel = 0; channel < channels; channel++) {
        dx[at + channel] = (dx[at + channel] as number) + (dy[start + channel] as number) * share
      }
    }
  })
}
