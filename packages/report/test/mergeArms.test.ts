import type { StudyFile } from '@fanin/core'
import { describe, expect, it } from '@jest/globals'
import { mergeArms } from '../src/index.js'
import { arm } from './arms.js'

const study = (id: string, name: string) => ({ id, name }) as StudyFile

describe('mergeArms', () => {
  it('puts the names of different studies before the labels', () => {
    const merged = mergeArms([
      { study: study('1', 'first'), arms: [{ ...arm('he', [0.9]), id: 'x' }] },
      { study: study('2', 'second'), arms: [{ ...arm('he', [0.8]), id: 'y' }] },
    ])
    expect(merged.map(({ label }) => label)).toEqual(['first: he', 'second: he'])
  })

  it('makes one of equal arms, over the seeds of both, the first counting where both have one', () => {
    const late = { ...arm('he', [0.1, 0.8, 0.7]), trials: arm('he', [0.1, 0.8, 0.7]).trials.toReversed() }
    const merged = mergeArms([
      { study: study('1', 'same'), arms: [arm('he', [0.9])] },
      { study: study('1', 'same'), arms: [late] },
    ])
    expect(merged).toHaveLength(1)
    expect(merged[0]?.label).toBe('he')
    expect(merged[0]?.trials.map(({ seed, metrics }) => [seed, metrics.accuracy])).toEqual([
      [0, 0.9],
      [1, 0.8],
      [2, 0.7],
    ])
  })

  it('tells studies of one name apart by their ids', () => {
    const merged = mergeArms([
      { study: study('1111111122', 'mine'), arms: [arm('he', [0.9])] },
      { study: study('3333333344', 'mine'), arms: [arm('he', [0.9]), arm('zeros', [0.1])] },
    ])
    expect(merged.map(({ label }) => label)).toEqual(['mine-11111111 + mine-33333333: he', 'mine-33333333: zeros'])
  })
})
