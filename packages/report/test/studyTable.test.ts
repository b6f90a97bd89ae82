import { describe, expect, it } from '@jest/globals'
import { isBetterLow, markdownTable, studyTable } from '../src/index.js'
import { andDiverged, arm, trial } from './arms.js'

const good = arm('heUniform', [0.95, 0.951, 0.949])
const close = arm('glorotUniform', [0.949, 0.953, 0.945])
const poor = arm('zeros', [0.1, 0.1, 0.1])

describe('studyTable', () => {
  it('shows each arm with its metrics, seeds, steps and time, and marks the best', () => {
    expect(studyTable([poor, good])).toBe(
      [
        'arm                     loss         accuracy  n  steps  time',
        'zeros        0.9000 ± 0.0000  0.1000 ± 0.0000  3     94  12 s',
        'heUniform *  0.0500 ± 0.0025  0.9500 ± 0.0025  3     94  12 s',
        '',
        'Mean ± 95 % interval over n seeds (Student t); steps and mean time of a trial.',
        "* Best by accuracy: heUniform is better than every other arm (paired tests, p < 0.05 after Holm's correction).",
      ].join('\n'),
    )
  })

  it('marks none where the leader cannot be told from another, and says which', () => {
    const text = studyTable([good, close, poor])
    expect(text).toContain('heUniform leads and is better than zeros, but cannot be told from glorotUniform.')
    expect(text).not.toContain('*')
  })

  it('marks none where an arm has one seed alone', () => {
    const text = studyTable([good, arm('zeros', [0.1])])
    expect(text).toContain('A test needs two seeds or more that both have.')
    expect(text).not.toContain('*')
  })

  it('ranks by the loss when it is told to, the lowest first', () => {
    const text = studyTable([good, poor], { primary: 'loss' })
    expect(text).toMatch(/^heUniform \*/m)
    expect(text).toContain('Best by loss')
  })

  it('never ranks an arm with a diverged trial before others, and never drops it', () => {
    const text = studyTable([andDiverged(andDiverged(arm('lucky', [0.99]), 17), 14), good, poor])
    expect(text).toContain('lucky: 2 of 3 diverged at step 14, 17.')
    expect(text).toMatch(/^lucky {2}.* 0\.9900 +1 of 3 +14 to 94/m)
    expect(text).toContain('heUniform leads and is better than zeros, but cannot be told from lucky.')
  })

  it('says diverged where every trial did', () => {
    const text = studyTable([andDiverged(arm('hot', []), 3), andDiverged(arm('hotter', []), 2)])
    expect(text).toMatch(/^hot +diverged +diverged +0 of 1 +3/m)
    expect(text).toContain('No arm can be ranked by accuracy')
    expect(text).not.toMatch(/NaN|Best/)
  })

  it('shows the range of many diverged steps', () => {
    const steps = [9, 8, 7, 6, 5, 4, 3]
    expect(studyTable([steps.reduce(andDiverged, arm('hot', []))])).toContain('7 of 7 diverged at step 3 to 9.')
  })

  it('shows an arm without results', () => {
    const text = studyTable([arm('lost', []), good])
    expect(text).toMatch(/^lost +- +- +0 +- +-$/m)
    expect(text).toContain('heUniform alone can be ranked by accuracy.')
  })

  it('calls a value not finite that is not', () => {
    const odd = { ...poor, label: 'odd', trials: [trial({ metrics: { loss: 'Infinity', accuracy: 0.5 } })] }
    expect(studyTable([odd], { primary: 'loss' })).toMatch(/^odd +not finite +0\.5000/m)
  })

  it('becomes a block for each arm where the terminal is narrow', () => {
    const lines = studyTable([poor, good], { width: 40 }).split('\n')
    expect(lines.slice(6, 9)).toEqual(['heUniform *', '  loss      0.0500 ± 0.0025', '  accuracy  0.9500 ± 0.0025'])
  })

  it('spells out control characters of labels', () => {
    expect(studyTable([arm('a\u001b[2J\nb', [0.5])])).toContain('a\\u{1b}[2J\\nb')
  })
})

describe('markdownTable', () => {
  it('is the same table in Markdown', () => {
    const lines = markdownTable([poor, good]).split('\n')
    expect(lines.slice(0, 4)).toEqual([
      '| arm | loss | accuracy | n | steps | time |',
      '| --- | ---: | ---: | ---: | ---: | ---: |',
      '| zeros | 0.9000 ± 0.0000 | 0.1000 ± 0.0000 | 3 | 94 | 12 s |',
      '| heUniform \\* | 0.0500 ± 0.0025 | 0.9500 ± 0.0025 | 3 | 94 | 12 s |',
    ])
  })

  it('keeps labels from becoming markup', () => {
    expect(markdownTable([arm('a|b <img> [x](y)', [0.5])])).toContain('| a\\|b \\<img\\> \\[x\\](y) |')
  })
})

describe('isBetterLow', () => {
  it.each(['loss', 'meanSquaredError', 'meanAbsoluteError', 'huber', 'categoricalCrossentropy'])(
    'holds for %s',
    (name) => {
      expect(isBetterLow(name)).toBe(true)
    },
  )

  it.each(['accuracy', 'topK'])('does not hold for %s', (name) => {
    expect(isBetterLow(name)).toBe(false)
  })
})
