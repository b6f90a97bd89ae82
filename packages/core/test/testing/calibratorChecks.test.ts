import { describe, expect, it } from '@jest/globals'
import type { Calibrator, CalibratorPlugin } from '../../src/plugin/calibrator.js'
import { calibratorChecks } from '../../src/testing/calibratorChecks.js'

const plugin = (calibrator: (options: { factor: number }) => Calibrator): CalibratorPlugin<{ factor: number }> => ({
  name: 'scaled',
  summary: 'Multiplies the head by a number.',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: { factor: { type: 'number', default: 2, description: 'The number.' } },
  },
  create: calibrator,
})

const scaleBy =
  (factor: () => number): Calibrator =>
  (network) =>
    network.set(
      'head/kernel',
      network.get('head/kernel').map((value) => factor() * value),
    )

let calls = 0

const flawed: readonly [
  what: string,
  calibrator: (options: { factor: number }) => Calibrator,
  check: string,
  says: string,
][] = [
  ['changes nothing', () => () => {}, 'values', 'left every weight as it was'],
  ['keeps a memory', () => scaleBy(() => 2 + calls++), 'repeats', 'left other weights the second time'],
  ['calls Math.random', () => scaleBy(Math.random), 'values', 'called Math.random'],
  ['sets what is no number', () => scaleBy(() => Number.NaN), 'values', 'finite numbers'],
  ['changes its options', (own) => scaleBy(() => Object.assign(own, { factor: 3 }).factor), 'values', 'Change a copy'],
]

const failures = (of: CalibratorPlugin<{ factor: number }>, after?: () => void): Record<string, string> =>
  Object.fromEntries(
    calibratorChecks(of, after && { after }).flatMap(({ name, run }) => {
      try {
        run()
        return []
      } catch (error) {
        return [[name, (error as Error).message]]
      }
    }),
  )

describe('the kit for calibrators', () => {
  it('passes one that is in order', () => {
    expect(failures(plugin(({ factor }) => scaleBy(() => factor)))).toEqual({})
  })

  it.each(flawed)('fails one that %s', (_, calibrator, check, says) => {
    expect(failures(plugin(calibrator))[check]).toContain(says)
  })

  it('fails one that does not leave what it promises', () => {
    const after = (): void => {
      throw new Error('The head has another scale.')
    }
    expect(
      failures(
        plugin(({ factor }) => scaleBy(() => factor)),
        after,
      ),
    ).toEqual({ after: 'The head has another scale.' })
  })
})
