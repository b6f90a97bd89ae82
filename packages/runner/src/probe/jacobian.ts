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

/** Outputs beyond this many cost too much, and so do more products of two rows of the Jacobian. */
const [mostOutputs, mostProducts] = [1024, 1e9]

/** So many outputs are taken with one pass back, over as many copies of the examples. */
const copies = 64

/** Takes the whole Jacobian of some examples; undefined for too many outputs. */
export const jacobianSpectrum = (network: EngineNetwork, inputs: Values): JacobianSpectrum | undefined => {
  const [examples] = inputs.shape as [number]
  const outputs = (network.layers.at(-1)?.shape ?? []).reduce((a, b) => a * b, 1)
  if (outputs > mostOutputs || (outputs ** 2 * inputs.values.length) / examples > mostProducts) return undefined
  // Examples do not mix but in batch normalization, whose statistics copies would share.
  const isMixing = network.layers.some(({ options: { type } }) => type === 'batchNormalization')
  const atOnce = isMixing ? 1 : Math.min(outputs, copies)
  const rows = Array.from({ length: Math.ceil(outputs / atOnce) }, (_, part) =>
    rowsOf(network, inputs, { first: part * atOnce, count: Math.min(atOnce, outputs - part * atOnce), outputs }),
  ).flat()
  const spectra = Array.from({ length: examples }, (_, example) => {
    const own = rows.map((row) => row[example] as Float32Array)
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

/** Rows of the Jacobian for some outputs, each by example: every copy of the examples looks at one output. */
const rowsOf = (
  network: EngineNetwork,
  { shape: [examples = 0, ...rest], values }: Values,
  { first, count, outputs }: { readonly first: number; readonly count: number; readonly outputs: number },
): readonly (readonly Float32Array[])[] => {
  const tiled = new Float32Array(count * values.length)
  const weights = new Float32Array(count * examples * outputs)
  for (let copy = 0; copy < count; copy++) {
    tiled.set(values, copy * values.length)
    for (let example = 0; example < examples; example++) {
      weights[(copy * examples + example) * outputs + first + copy] = 1
    }
  }
  const rows = network.pullBackToInputs({ shape: [count * examples, ...rest], values: tiled }, weights)
  const size = values.length / examples
  return Array.from({ length: count }, (_, copy) =>
    Array.from({ length: examples }, (_, example) => {
      const start = (copy * examples + example) * size
      return rows.subarray(start, start + size)
    }),
  )
}
