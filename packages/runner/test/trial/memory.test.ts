import { expect, it } from '@jest/globals'
import { isOutOfMemory } from '../../src/trial/memory.js'

it.each([
  // Of TensorFlow, for an operation by itself and in a graph.
  'code: 8 RESOURCE_EXHAUSTED: failed to allocate memory',
  'Session fail to run with error: OOM when allocating tensor with shape[128,26,26,32] and type float',
  'Array buffer allocation failed',
  'Aborted(OOM). Build with -sASSERTIONS for more info.',
])('tells by %j that memory ran out', (message) => {
  expect(isOutOfMemory(new Error('The step failed.', { cause: new Error(message) }))).toBe(true)
  expect(isOutOfMemory(new Error('Invalid shape.'))).toBe(false)
})
