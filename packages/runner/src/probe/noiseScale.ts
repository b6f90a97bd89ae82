import type { Examples, Gradients } from '@fanin/core'
import type { EngineNetwork } from '../network/network.js'
import { sumOfSquares } from './measures.js'

/**
 * The simple noise scale of gradients, tr(S) / |G|²: the batch size at which noise and gradient are equal. From gradients
 * of two sizes of batch, each part averaged over all looks so far, because single ones are noise themselves.
 *
 * McCandlish et al., 2018, "An Empirical Model of Large-Batch Training", https://arxiv.org/abs/1812.06162, appendix A.1
 */
export class NoiseScale {
  private gradient = 0
  private noise = 0

  /** Adds a look: the gradient of all examples is there, that of a quarter of them is taken. */
  add(network: EngineNetwork, examples: Examples, whole: Gradients): void {
    const big = examples.inputs.shape[0] as number
    const small = Math.floor(big / 4)
    if (small < 1) return
    const [bigNorm, smallNorm] = [squareNorm(whole), squareNorm(network.gradients(firstOf(examples, small)))]
    this.gradient += (big * bigNorm - small * smallNorm) / (big - small)
    this.noise += (smallNorm - bigNorm) / (1 / small - 1 / big)
  }

  /** In examples; undefined where the looks so far cannot tell. */
  get value(): number | undefined {
    return this.gradient > 0 && this.noise > 0 ? this.noise / this.gradient : undefined
  }
}

const squareNorm = ({ gradients }: Gradients): number => {
  let sum = 0
  for (const gradient of gradients.values()) sum += sumOfSquares(gradient)
  return sum
}

const firstOf = ({ inputs, targets }: Examples, count: number): Examples => {
  const part = ({ shape, values }: Examples['inputs']) => ({
    shape: [count, ...shape.slice(1)],
    values: values.subarray(0, (count * values.length) / (shape[0] as number)),
  })
  return { inputs: part(inputs), targets: part(targets) }
}
