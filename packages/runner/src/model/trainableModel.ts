import type { Tensor, Variable } from '@tensorflow/tfjs-core'

/** A model built for one trial, its weights filled. */
export interface TrainableModel {
  /**
   * The forward pass `[batch, ...inputShape] -> [batch, ...outputShape]`, before the output activation where that is
   * `softmax` or `sigmoid` and the loss can take its logits.
   */
  forward(inputs: Tensor, training: boolean): Tensor
  /** The activation that `forward` leaves out; `linear` where it leaves out none. */
  readonly outputActivation: 'linear' | 'softmax' | 'sigmoid'
  /** Every weight by its parameter path, in the architecture's order. */
  readonly weights: ReadonlyMap<string, Variable>
  /** Those that the gradient moves. */
  readonly trainable: ReadonlyMap<string, Variable>
  dispose(): void
}
