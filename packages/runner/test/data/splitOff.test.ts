import { stream } from '@fanin/core'
import { describe, expect, it } from '@jest/globals'
import { splitOff } from '../../src/data/splitOff.js'

const split = (labels: number[]) => ({
  count: labels.length,
  inputs: Float32Array.from({ length: 2 * labels.length }, (_, i) => i >> 1),
  labels: Int32Array.from(labels),
})

describe('splitOff', () => {
  const labels = Array.from({ length: 90 }, (_, i) => (i < 60 ? 0 : 1))

  it('takes the same share of every class', () => {
    const [rest, held] = splitOff(split(labels), 0.3, stream(0, 'a'))
    expect([rest.count, held.count]).toEqual([63, 27])
    expect(held.labels.filter((label) => label === 0)).toHaveLength(18)
  })

  it('loses and doubles nothing, and keeps inputs with their labels', () => {
    const parts = splitOff(split(labels), 0.3, stream(0, 'a'))
    const indices = parts.flatMap(({ inputs }) => [...inputs].filter((_, i) => i % 2 === 0))
    expect(indices.sort((a, b) => a - b)).toEqual(labels.map((_, i) => i))
    for (const { inputs, labels: own } of parts)
      for (const [i, label] of own.entries()) expect(label).toBe(labels[inputs[2 * i] as number])
  })

  it('takes others with another stream', () => {
    const [a, b] = ['a', 'b'].map((name) => splitOff(split(labels), 0.3, stream(0, name))[1])
    expect(a?.inputs).not.toEqual(b?.inputs)
  })

  it.each([0.0001, 0.9999])('leaves something on both sides of a share of %d', (share) => {
    for (const { count } of splitOff(split([0, 1, 1]), share, stream(0, 'a'))) expect(count).toBeGreaterThan(0)
  })
})
