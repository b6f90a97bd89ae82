import type { Values } from '@fanin/core'
import { symmetricEigenvalues } from '@fanin/initializers'
import type { EngineNetwork } from '../network/network.js'

/** The singular values of the Jacobian of the outputs (before their activation) by the inputs, over some examples. */
export interface JacobianSpectrum {
  readonly examples: number
  /** Mean over examples. */
  readonly largest: number
  readonly smallest: number
  readonly meanSquare: number
}

/** Outputs beyond this many cost as many passes back. */
const mostOutputs = 1024

/** Takes the whole Jacobian of some examples, an output at a time; undefined for too many outputs. */
export const jacobianSpectrum = (network: EngineNetwork, inputs: Values): JacobianSpectrum | undefined => {
  const [examples] = inputs.shape as [number]
  const outputs = (network.layers.at(-1)?.shape ?? []).reduce((a, b) => a * b, 1)
  if (outputs > mostOutputs) return undefined
  const size = inputs.values.length / examples
  // One pass back for an output gives its row for every example: examples do not mix but in batch normalization.
  const rows = Array.from({ length: outputs }, (_, output) =>
    network.pullBackToInputs(
      inputs,
      Float32Array.from({ length: examples * outputs }, (_, i) => Number(i % outputs === output)),
    ),
  )
  const spectra = Array.from({ length: examples }, (_, example) => {
    const own = rows.map((row) => row.subarray(example * size, (example + 1) * size))
    const gram = own.map((a) => own.map((b) => a.reduce((sum, x, i) => sum + x * (b[i] as number), 0)))
    return symmetricEigenvalues(gram).map((value) => Math.max(0, value))
  })
  const mean = (of: (spectrum: readonly number[]) => number): number =>
    spectra.reduce((sum, spectrum) => sum + of(spectrum), 0) / examples
  return {
    examples,
    largest: mean((spectrum) => Math.sqrt(spectrum[0] ?? 0)),
    smallest: mean((spectrum) => Math.sqrt(spectrum.at(-1) ?? 0)),
    meanSquare: mean((spectrum) => spectrum.reduce((a, b) => a + b, 0) / spectrum.length),
  }
}
