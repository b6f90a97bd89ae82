import { describe, expect, it } from '@jest/globals'
import { philox } from '../../src/random/philox.js'

type Words = [number, number, number, number, number, number]

describe('philox', () => {
  it.each([
    ['all zeros', [0, 0, 0, 0, 0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    ['all ones', Array(6).fill(0xffffffff), '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    [
      'the digits of pi',
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0],
      'd16cfe09 94fdcceb 5001e420 24126ea1',
    ],
  ])('gives the published words for %s', (_, input, expected) => {
    const out = new Uint32Array(4)
    philox(...(input as Words), out, 0)
    expect([...out].map((word) => word.toString(16).padStart(8, '0')).join(' ')).toBe(expected)
  })
})
