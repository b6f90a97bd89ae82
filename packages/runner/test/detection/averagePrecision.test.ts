import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { precisionAtRecalls } from '../../src/detection/averagePrecision.js'
import type { FoundBox, ImageBoxes } from '../../src/detection/foundBox.js'
import { mAP, mAP50 } from '../../src/training/metrics/averagePrecisions.js'

/** Class, left, top, width, height, and whether it is a crowd, or the score. */
type Row = [number, number, number, number, number, number]

interface Case {
  readonly classes: number
  readonly images: { readonly truth: Row[]; readonly found: Row[] }[]
  readonly mAP50: (number | null)[]
  readonly mAP: (number | null)[]
}

const { cases } = JSON.parse(readFileSync(join(import.meta.dirname, 'averagePrecision.json'), 'utf8')) as {
  cases: Case[]
}

const sides = ([label, left, top, width, height]: Row) => ({
  ...{ label, left: left / 128, top: top / 128, right: (left + width) / 128, bottom: (top + height) / 128 },
})

const imagesOf = ({ images }: Case): readonly ImageBoxes[] =>
  images.map(({ truth, found }) => ({
    truth: truth.map((row) => ({ ...sides(row), crowd: row[5] === 1 })),
    found: found.map((row) => ({ ...sides(row), score: row[5] })),
  }))

describe('average precision', () => {
  it('has cases to agree on', () => expect(cases.length).toBeGreaterThanOrEqual(20))

  it.each(cases.map((one, i) => [i, one] as const))('is that of pycocotools on case %d', (_, one) => {
    const findings = { confusion: [], images: imagesOf(one), classes: one.classes }
    for (const [score, expected] of [
      [mAP50, one.mAP50],
      [mAP, one.mAP],
    ] as const) {
      const values = score.score({} as never)(findings)
      expect(values).toHaveLength(expected.length)
      values.forEach((value, i) => {
        if (expected[i] === null) expect(value).toBeNaN()
        else expect(Math.abs(value - (expected[i] as number))).toBeLessThan(1e-9)
      })
    }
  })

  it('is worked out by hand: right, wrong, right of two boxes', () => {
    const box = (left: number) => ({ label: 0, top: 0, bottom: 0.1, left, right: left + 0.1 })
    const found: FoundBox[] = [
      { ...box(0), score: 0.9 },
      { ...box(0.5), score: 0.8 },
      { ...box(0.2), score: 0.7 },
    ]
    const precisions = precisionAtRecalls([{ truth: [box(0), box(0.2)], found }], 0, 0.5) as number[]
    expect(precisions[50]).toBe(1)
    expect(precisions[51]).toBeCloseTo(2 / 3, 12)
    expect(precisions[100]).toBeCloseTo(2 / 3, 12)
  })
})
