import type { Network } from '@fanin/core'
import { kernelLayers, meanSquare } from './layers.js'

/** The kernels of a network, each with a factor that is to be found. */
export class Scales {
  readonly paths: readonly string[]
  readonly factors: Float64Array
  private readonly starts: readonly Float32Array[]

  constructor(private readonly network: Network) {
    const kernels = kernelLayers(network).flatMap((layer) => layer.kernels.map(({ path }) => path))
    // What is all zero stays so whatever its factor.
    this.paths = kernels.filter((path) => meanSquare(network.get(path)) > 0)
    this.factors = new Float64Array(this.paths.length).fill(1)
    this.starts = this.paths.map((path) => network.get(path))
  }

  /** The values that a kernel had before its factor. */
  start(index: number): Float32Array {
    return this.starts[index] as Float32Array
  }

  set(index: number, factor: number): void {
    this.factors[index] = factor
    this.network.set(
      this.paths[index] as string,
      this.start(index).map((value) => factor * value),
    )
  }

  /** The slope of a quantity along every factor, by central differences of this share; factors are left as they were. */
  slopes(quantity: () => number, share = 0.05): readonly number[] {
    return Array.from(this.factors, (factor, i) => {
      const at = (moved: number): number => {
        this.set(i, moved)
        return quantity()
      }
      const slope = (at(factor * (1 + share)) - at(factor * (1 - share))) / (2 * share * factor)
      this.set(i, factor)
      return slope
    })
  }

  toString(): string {
    return this.paths.map((path, i) => `${path} x ${Number((this.factors[i] as number).toPrecision(3))}`).join(', ')
  }
}
