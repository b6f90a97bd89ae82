import { defineInitializer, InitializerOptionsError, InitializerShapeError } from '@fanin/core'

/**
 * Biases of an output layer that make it predict known shares before it has learned anything, so that the first steps are
 * not spent on learning them: of a softmax, one share for every class; of sigmoids, such as the head of a detector, one
 * probability for all.
 *
 * Lin et al., 2017, "Focal Loss for Dense Object Detection", https://arxiv.org/abs/1708.02002, section 3.3.
 */
export const priorBias = defineInitializer({
  name: 'priorBias',
  summary: 'Output biases that predict given shares at the start: log shares for softmax, logits for sigmoids.',
  formula: 'log(share) per class; or −log((1 − probability) / probability)',
  use: 'Outputs for imbalanced classes, and heads of detectors.',
  reference: 'https://arxiv.org/abs/1708.02002',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      probability: {
        type: 'number',
        exclusiveMinimum: 0,
        exclusiveMaximum: 1,
        default: 0.01,
        description: 'What every sigmoid puts out at the start.',
      },
      shares: {
        type: 'array',
        minItems: 1,
        items: { type: 'number', exclusiveMinimum: 0 },
        description: 'Of a softmax instead: how common each class is, in their order; they are divided by their sum.',
      },
    },
  },
  create: ({ probability, shares }) => {
    const total = shares?.reduce((a, b) => a + b, 0) ?? 1
    if (!Number.isFinite(total)) throw new InitializerOptionsError(`shares sum to ${total}`, 'Write smaller numbers.')
    const logit = -Math.log((1 - probability) / probability)
    return ({ shape, role }) => {
      if (role !== 'bias')
        throw new InitializerShapeError('priorBias fills biases', 'Use it in a rule such as head/bias.')
      const [units] = shape as [number]
      if (shares && shares.length !== units) {
        throw new InitializerShapeError(
          `priorBias has ${shares.length} shares for ${units} units`,
          'Write one for each class.',
        )
      }
      return Float32Array.from({ length: units }, (_, i) => (shares ? Math.log((shares[i] as number) / total) : logit))
    }
  },
})
