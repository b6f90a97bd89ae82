import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { paintMask, type Segmentation } from '../../src/data/coco/paintMask.js'

interface Painted {
  readonly size: [number, number]
  readonly rows: string[]
}

const { runs, polygons } = JSON.parse(readFileSync(join(import.meta.dirname, 'coco.json'), 'utf8')) as {
  runs: (Painted & { counts: string })[]
  polygons: (Painted & { polygon: number[] })[]
}

const paint = (segmentation: Segmentation, size: [number, number], target = size): Int32Array =>
  paintMask([{ label: 1, segmentation, area: 1, place: 'it' }], size, target)

const pixels = ({ rows }: Painted): number[] => rows.flatMap((row) => [...row].map(Number))

describe('paintMask', () => {
  it.each(runs.map((one, i) => [i, one] as const))('reads the runs of pycocotools (%d)', (_, one) => {
    expect([...paint({ size: one.size, counts: one.counts }, one.size)]).toEqual(pixels(one))
  })

  it.each(polygons.map((one, i) => [i, one] as const))(
    'paints polygons as pycocotools does but for their rim (%d)',
    (_, one) => {
      const expected = pixels(one)
      const differing = paint([one.polygon], one.size).filter((value, i) => value !== expected[i]).length
      // pycocotools takes whole pixels where a side passes: about half a pixel along the outline.
      const outline = expected.filter(
        (value, i) => value === 1 && [1, -1, 64, -64].some((step) => expected[i + step] === 0),
      ).length
      expect(differing).toBeLessThanOrEqual(0.6 * outline)
      expect(outline).toBeGreaterThan(20)
    },
  )

  it('puts smaller objects on top, and paints at the size that is asked for', () => {
    const square = (from: number, to: number) => [[from, from, to, from, to, to, from, to]]
    const segments = [
      { label: 2, segmentation: square(4, 8), area: 16, place: 'small' },
      { label: 1, segmentation: square(0, 8), area: 64, place: 'large' },
    ]
    expect([...paintMask(segments, [8, 8], [2, 2])]).toEqual([1, 1, 1, 2])
  })

  it.each<[string, Segmentation, RegExp]>([
    ['runs of another size', { size: [3, 3], counts: [9] }, /it has runs over 9 pixels/],
    ['runs that do not fill the image', { size: [4, 4], counts: [3] }, /runs over 3 pixels/],
    ['a polygon of two corners', [[0, 0, 1, 1]], /it has a polygon that is none/],
  ])('names an object with %s', (_, segmentation, message) => {
    expect(() => paint(segmentation, [4, 4])).toThrow(message)
  })
})
