// @ts-check
import { defineInitializer } from '@fanin/core'

/** Keeps the variance of a linear layer's outputs that of its inputs, for a gain of 1. */
export const normal = defineInitializer({
  name: 'normal',
  summary: 'Normal values with std = gain / sqrt(fanIn).',
  formula: 'N(0, gain² / fanIn)',
  use: 'As a beginning: replace it by your own.',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      gain: { type: 'number', exclusiveMinimum: 0, default: 1, description: 'Multiplies the standard deviation.' },
    },
  },
  create:
    ({ gain }) =>
    ({ shape, fanIn }, random) => {
      const std = gain / Math.sqrt(fanIn)
      return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal(0, std))
    },
})
