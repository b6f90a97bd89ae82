import { describe, expect, it } from '@jest/globals'
import { compareArms, comparisonCsv, comparisonMarkdown, comparisonText } from '../src/index.js'
import { andDiverged, arm } from './arms.js'

const good = arm('heUniform', [0.95, 0.951, 0.949, 0.952])
const poor = arm('zeros', [0.1, 0.1, 0.1, 0.1])
const hot = andDiverged(arm('hot', [0.5, 0.6, 0.7]), 9)

describe('comparisonText', () => {
  it('shows arms, pairs, verdict and warnings', () => {
    const lines = comparisonText(compareArms([poor, good, hot]), { width: 140, allPairs: true }).split('\n')
    expect(lines[4]).toMatch(/^arm +n +mean +95 % by t +95 % by bootstrap +median +std$/)
    expect(lines[5]).toMatch(/^heUniform +4 +0\.9505 +0\.9484 to 0\.9526 +0\.9\d+ to 0\.9\d+ +0\.9505 +0\.0013$/)
    expect(lines[7]).toMatch(/^hot +3 of 4 +0\.6000/)
    expect(lines.find((line) => line.startsWith('heUniform  zeros'))).toMatch(
      /^heUniform +zeros +4 +0\.8505 +0\.8484 to 0\.8526 +<0\.001 +0\.375 +\d+\.\d\d +1\.00 +better$/,
    )
    expect(lines.find((line) => line.startsWith('zeros      hot'))).toMatch(
      / 4 +- +- +- +0\.875 +- +0\.25 +cannot tell$/,
    )
    expect(lines[0]).toMatch(/^Cannot tell which arm is best by accuracy/)
    expect(lines).toContainEqual(expect.stringMatching(/^Warning: Trials diverged in hot \(1 of 4\)/))
  })

  it('marks the best, and shows steps to a target', () => {
    const text = comparisonText(compareArms([poor, good], { target: 0.9 }), { width: 140 })
    expect(text).toMatch(/^heUniform \* .* - +0 of 4$/m)
    expect(text).toMatch(/^\* Best by accuracy/m)
    expect(text).toContain('steps to 0.9')
  })

  it('shows the pairs of the leader alone where all are not asked for', () => {
    const many = Array.from({ length: 12 }, (_, i) => arm(`arm${i}`, [0.9 - i / 100, 0.9, 0.91]))
    const text = comparisonText(compareArms(many), { width: 140 })
    expect(text).toContain('Of the leader alone; --pairs shows all')
    expect(text.split('\n').filter((line) => line.endsWith('cannot tell'))).toHaveLength(11)
  })

  it('says that there are no results', () => {
    expect(comparisonText(compareArms([]))).toContain('No arm has results.')
  })

  it('spells out control characters of labels', () => {
    const text = comparisonText(compareArms([arm('a\u001b[2J', [0.5, 0.6]), poor]))
    expect(text).toContain('a\\u{1b}[2J')
    expect(text).not.toContain('\u001b')
  })
})

describe('comparisonMarkdown', () => {
  it('holds tables of both, and keeps labels from becoming markup', () => {
    const text = comparisonMarkdown(compareArms([arm('<img src=x>|`', [0.5, 0.6, 0.7]), good]))
    expect(text).toMatch(/^\| heUniform/m)
    expect(text).toContain('\\<img src=x\\>\\|\\`')
    expect(text).not.toMatch(/[^\\]<img/)
  })
})

describe('comparisonCsv', () => {
  const parse = (text: string) =>
    text
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','))

  it('has a row for each arm and each pair, in full precision', () => {
    const comparison = compareArms([good, poor])
    const [head, ...rows] = parse(comparisonCsv(comparison)) as [string[], ...string[][]]
    const records = rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]])))
    expect(records.map(({ record, arm, against }) => [record, arm, against])).toEqual([
      ['arm', 'heUniform', ''],
      ['arm', 'zeros', ''],
      ['pair', 'heUniform', 'zeros'],
    ])
    expect(Number(records[0]?.mean)).toBe(comparison.arms[0]?.mean)
    expect(Number(records[2]?.tP)).toBe(comparison.pairs[0]?.t?.p)
    expect(records[2]?.outcome).toBe('better')
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx'])('keeps %j from becoming a formula', (label) => {
    expect(comparisonCsv(compareArms([arm(label, [0.5])]))).toContain(`arm,'${label},`)
  })

  it('leaves negative numbers as they are, and quotes what must be', () => {
    const text = comparisonCsv(compareArms([arm('a, "b"', [0.5, 0.6, 0.72]), poor], { metric: 'loss' }))
    expect(text).toContain('arm,"a, ""b""",')
    expect(text).toMatch(/,-0\.\d+,/)
  })
})
