import type { Training } from '@fanin/core'

/** Watches a loss and says when it has not fallen for a while. */
export class Plateau {
  private best = { loss: Number.POSITIVE_INFINITY, epoch: 0 }

  constructor(private readonly earlyStop: Training['earlyStop']) {}

  /** True when the loss of this epoch, counted from 1, ends the patience. */
  reached(epoch: number, loss: number): boolean {
    if (!this.earlyStop) return false
    const { patience, minDelta } = this.earlyStop
    if (loss < this.best.loss - minDelta) this.best = { loss, epoch }
    return epoch - this.best.epoch >= patience
  }
}
