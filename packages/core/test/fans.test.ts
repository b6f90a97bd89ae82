import { describe, expect, it } from '@jest/globals'
import { convolutionFans, denseFans, depthwiseFans, elementwiseFans, transposedConvolutionFans } from '../src/fans.js'

/** Every pair of an input and an output position that a window of this size and stride connects, on a ring. */
const connections = (length: number, size: number, stride: number): (readonly [input: number, output: number])[] =>
  Array.from({ length: length / stride }, (_, output) =>
    Array.from({ length: size }, (_, tap) => [(output * stride + tap) % length, output] as const),
  ).flat()

/** Mean number of connections of one position: of an output by `side` 1, of an input by `side` 0. */
const meanPer = (side: 0 | 1, length: number, size: number, stride: number): number => {
  const pairs = connections(length, size, stride)
  return pairs.length / (side === 1 ? length / stride : length)
}

describe('fans', () => {
  it('are the two axes of a dense kernel', () => expect(denseFans(7, 3)).toEqual({ fanIn: 7, fanOut: 3 }))

  it("are those of the article's convolutions", () => {
    expect(convolutionFans([3, 3], 1, 32, [1, 1])).toEqual({ fanIn: 9, fanOut: 288 })
    expect(convolutionFans([3, 3], 32, 64, [1, 1])).toEqual({ fanIn: 288, fanOut: 576 })
  })

  it('count the channels of a depthwise kernel once', () => {
    expect(depthwiseFans([3, 3], 2, [1, 1])).toEqual({ fanIn: 9, fanOut: 18 })
  })

  it('follow a transposed convolution forwards', () => {
    expect(transposedConvolutionFans([3, 3], 64, 16, [1, 1])).toEqual({ fanIn: 576, fanOut: 144 })
    expect(transposedConvolutionFans([4, 4], 8, 4, [2, 2])).toEqual({ fanIn: 32, fanOut: 64 })
  })

  it('are one for what each unit has to itself', () => expect(elementwiseFans).toEqual({ fanIn: 1, fanOut: 1 }))

  it.each([
    [3, 1],
    [3, 2],
    [4, 2],
    [5, 3],
    [1, 2],
  ])('are the numbers of terms that can be counted, for a window of %d and a stride of %d', (size, stride) => {
    const length = 12
    const [into, outOf] = [meanPer(1, length, size, stride), meanPer(0, length, size, stride)]
    const [channels, filters] = [5, 7]
    const both = [size, size]
    const strides = [stride, stride]
    expect(convolutionFans(both, channels, filters, strides)).toEqual({
      fanIn: into ** 2 * channels,
      fanOut: expect.closeTo(outOf ** 2 * filters, 10),
    })
    expect(depthwiseFans(both, 2, strides)).toEqual({ fanIn: into ** 2, fanOut: expect.closeTo(outOf ** 2 * 2, 10) })
    expect(transposedConvolutionFans(both, channels, filters, strides)).toEqual({
      fanIn: expect.closeTo(outOf ** 2 * channels, 10),
      fanOut: into ** 2 * filters,
    })
  })
})
