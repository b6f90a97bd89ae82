import { createHash } from 'node:crypto'
import type { Random } from '../plugin/initializer.js'
import { normalQuantile } from './normalQuantile.js'
import { philox } from './philox.js'

/** Probability below two standard deviations under the mean, and between the two cuts. */
const belowCut = 0.02275013194817921
const betweenCuts = 1 - 2 * belowCut

/** Made in one go, which leaves a draw so little to do that it is compiled into the loop around it. */
const wordsAtOnce = 64

/**
 * The random numbers of a seed under a name, such as `init/conv2d_1/kernel`.
 *
 * Key and half of the counter are a hash of seed and name, so streams of different names have nothing to do with each
 * other. Every draw takes one 32-bit word, so the n-th draw is the same whatever the draws before it were. Integer
 * arithmetic, +, -, *, / and sqrt alone make the numbers, which are therefore the same on every machine; only the
 * normal draws beyond 1.44 standard deviations use the engine's `Math.log`.
 */
export const stream = (seed: number, name: string): Random => {
  const hash = createHash('sha256').update(`fanin/1\0${seed}\0${name}`).digest()
  const [k0, k1, c2, c3] = [0, 4, 8, 12].map((offset) => hash.readUInt32LE(offset)) as [number, number, number, number]
  return new Stream(k0, k1, c2, c3)
}

class Stream implements Random {
  private readonly words = new Uint32Array(wordsAtOnce)
  /** Place of the next word to draw. */
  private next = wordsAtOnce
  /** How many blocks of four words have been made. */
  private blocks = 0

  constructor(
    private readonly k0: number,
    private readonly k1: number,
    private readonly c2: number,
    private readonly c3: number,
  ) {}

  uint32(): number {
    if (this.next === wordsAtOnce) this.refill()
    return this.words[this.next++] as number
  }

  uniform(low = 0, high = 1): number {
    return low + (high - low) * this.unit()
  }

  normal(mean = 0, std = 1): number {
    return mean + std * normalQuantile(this.unit())
  }

  truncatedNormal(mean = 0, std = 1): number {
    return mean + std * normalQuantile(belowCut + betweenCuts * this.unit())
  }

  /** By the high part of a product: a bias of at most count / 2^32. */
  integer(count: number): number {
    return Math.floor(this.unit() * count)
  }

  /** Fisher and Yates' shuffle. */
  permutation(count: number): Int32Array {
    const order = Int32Array.from({ length: count }, (_, i) => i)
    for (let i = count - 1; i > 0; i--) {
      const j = this.integer(i + 1)
      const taken = order[i] as number
      order[i] = order[j] as number
      order[j] = taken
    }
    return order
  }

  /** In the open interval (0, 1), symmetric around a half; the finest normal draw is 6.3 standard deviations out. */
  private unit(): number {
    return (this.uint32() + 0.5) * 2 ** -32
  }

  private refill(): void {
    for (let at = 0; at < wordsAtOnce; at += 4, this.blocks++) {
      philox(this.blocks >>> 0, Math.floor(this.blocks / 2 ** 32), this.c2, this.c3, this.k0, this.k1, this.words, at)
    }
    this.next = 0
  }
}
