import { describe, expect, it } from '@jest/globals'
import { decode } from 'fast-png'
import { boxesImage, maskImage } from '../../src/html/charts/predictionImage.js'

const size = 96
const image = { shape: [size, size, 1], pixels: new Uint8Array(size * size).fill(100) }

/** A pixel of a picture's data URI, given in pixels of the image that it shows. */
const pixelsOf = (uri: string) => {
  const { width, data } = decode(Buffer.from(uri.split(',')[1] as string, 'base64'))
  const factor = width / size
  return (y: number, x: number): number[] =>
    [...data.slice(4 * (y * factor * width + x * factor), 4 * (y * factor * width + x * factor) + 3)].map(Number)
}

const grey = [100, 100, 100]

describe('maskImage', () => {
  it('tints every class but the first, each in its own colour', () => {
    const mask = Uint8Array.from({ length: size * size }, (_, i) => (i % size < 32 ? 0 : i % size < 64 ? 1 : 2))
    const at = pixelsOf(maskImage(image, mask))
    expect(at(40, 10)).toEqual(grey)
    expect(at(40, 40)).not.toEqual(grey)
    expect(at(40, 80)).not.toEqual(at(40, 40))
  })

  it('shows what is under the tints in grey, so that these alone have a colour', () => {
    const pixels = Uint8Array.from({ length: size * size * 3 }, (_, i) => [200, 10, 60][i % 3] ?? 0)
    const at = pixelsOf(maskImage({ shape: [size, size, 3], pixels }, new Uint8Array(size * size)))
    expect(at(40, 10)).toEqual([73, 73, 73])
  })
})

describe('boxesImage', () => {
  it('draws the outline of a box and leaves its inside alone', () => {
    const at = pixelsOf(boxesImage(image, [[0, 0.25, 0.25, 0.75, 0.5]]))
    expect(at(24, 24)).not.toEqual(grey)
    expect(at(24, 40)).not.toEqual(grey)
    expect(at(48, 36)).toEqual(grey)
    expect(at(10, 10)).toEqual(grey)
  })

  it('keeps to the image whatever a box says', () => {
    expect(() => boxesImage(image, [[3, -1, Number.NaN, 7, 2], []])).not.toThrow()
  })
})
