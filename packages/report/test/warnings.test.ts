import type { StudyFile } from '@fanin/core'
import { describe, expect, it } from '@jest/globals'
import { type ArmReport, type CompareOptions, compareArms, mergeArms } from '../src/index.js'
import { andDiverged, arm, trial } from './arms.js'

const warnings = (arms: readonly ArmReport[], options?: CompareOptions): string =>
  compareArms(arms, { resamples: 0, ...options }).warnings.join('\n')

const ten = [0.91, 0.92, 0.915, 0.93, 0.925, 0.9, 0.935, 0.94, 0.911, 0.922]
const swept = (label: string, values: ArmReport['values']): ArmReport => ({ ...arm(label, ten), values })

/** A study whose arms have these configs; their ids are `name/i`. */
const studyOf = (name: string, configs: readonly object[], values: readonly ArmReport['values'][] = []) => {
  const arms = configs.map((config, i) => ({ id: `${name}/${i}`, label: `${i}`, values: values[i] ?? {}, config }))
  return {
    study: { id: name, name, arms } as unknown as StudyFile,
    arms: arms.map(({ id, label, values }) => ({ ...arm(label, ten), id, values })),
    failures: [],
    missing: 0,
  }
}

describe('warnings', () => {
  it('are none where nothing is wrong', () => {
    expect(warnings([arm('a', ten), arm('b', ten)])).toBe('')
  })

  it('say which test cannot reject with so few seeds, and what would do', () => {
    const three = ['a', 'b', 'c', 'd', 'e'].map((label, i) => arm(label, [0.9 + i / 100, 0.91, 0.92]))
    expect(warnings(three)).toContain(
      "With 3 seeds and 10 pairs, Wilcoxon's test cannot reach p < 0.05: its smallest p after Holm's correction is 1; 9 seeds could.",
    )
    expect(warnings([arm('a', [0.9, 0.91]), arm('b', [0.8, 0.7])])).toContain('one degree of freedom')
    expect(warnings([arm('a', [0.9]), arm('b', [0.8])])).toContain('1 pair cannot be tested')
  })

  it('name the seeds that arms lack', () => {
    const part = { ...arm('part', ten), trials: arm('part', ten).trials.slice(2) }
    expect(warnings([arm('a', ten), part])).toContain('Seeds are missing in part (0, 1).')
  })

  it('count trials that diverged, are not finite or did not measure', () => {
    const odd = {
      ...arm('odd', []),
      trials: [trial({ metrics: { accuracy: 'Infinity' } }), trial({ seed: 1, metrics: {} })],
    }
    const text = warnings([andDiverged(arm('hot', ten), 3), odd])
    expect(text).toContain('Trials diverged in hot (1 of 11).')
    expect(text).toContain('The accuracy is not finite in odd (1 of 2).')
    expect(text).toContain('Trials did not measure accuracy in odd (1 of 2)')
  })

  it('name trials that failed and arms without results', () => {
    const failure = { trial: 'x', label: 'lost', seed: 4, status: 'timeout', attempts: 2, message: '' } as const
    const damaged = { ...failure, seed: 5, status: 'completed' } as const
    const study = { ...studyOf('s', []), failures: [failure, damaged], missing: 7 }
    const text = warnings([arm('a', ten), arm('lost', [])], { studies: [study] })
    expect(text).toContain('1 trial failed and left no result (lost, seed 4: timeout).')
    expect(text).toContain('1 result cannot be read (lost, seed 5); `fanin run` makes them anew.')
    expect(text).toContain('Still to run: 7 trials')
    expect(text).toContain('No results: lost.')
  })

  it('name swept paths that never change alone', () => {
    const [kernel, rate] = ['initializers.kernel', 'training.optimizer.learningRate']
    const zipped = [swept('a', { [kernel]: 'zeros', [rate]: 0.1 }), swept('b', { [kernel]: 'heUniform', [rate]: 0.01 })]
    expect(warnings(zipped)).toContain(`No two arms differ in ${kernel} or in ${rate} alone`)
    const grid = [...zipped, swept('c', { [kernel]: 'zeros', [rate]: 0.01 })]
    expect(warnings(grid)).toBe('')
  })

  it('know defaults of a listed sweep from the configs', () => {
    const values = [{ 'training.epochs': 2 }, { 'training.batchSize': 64 }]
    const study = studyOf(
      's',
      [{ training: { epochs: 2, batchSize: 64 } }, { training: { epochs: 3, batchSize: 64 } }],
      values,
    )
    expect(warnings(study.arms)).toContain('No two arms differ in')
    expect(warnings(study.arms, { studies: [study] })).toBe('')
  })

  it('name what differs between studies beyond their sweeps', () => {
    const config = (type: string, epochs: number) => ({
      initializers: { kernel: { type } },
      training: { epochs, schedule: 'none' },
    })
    const values = [{ 'initializers.kernel': 'zeros' }, { 'initializers.kernel': 'heUniform' }]
    const one = studyOf('one', [config('zeros', 2), config('heUniform', 2)], values)
    const two = studyOf('two', [config('zeros', 3)], values)
    const studies = [one, two]
    expect(warnings(mergeArms(studies), { studies })).toBe(
      'The arms differ in more than what is swept: training.epochs.',
    )
    expect(warnings(one.arms, { studies: [one] })).toBe('')
  })

  it('tell engines and data sets that differ', () => {
    const other = arm('b', ten)
    const engine = { fanin: '0.1.0', backend: 'cpu', version: 'tfjs 4.22.0' } as const
    const changed = { ...other, trials: other.trials.map((one) => ({ ...one, engine, data: 'b'.repeat(64) })) }
    const text = warnings([arm('a', ten), changed])
    expect(text).toContain('different engines: wasm (tfjs 4.22.0, fanin 0.1.0), cpu (tfjs 4.22.0, fanin 0.1.0).')
    expect(text).toContain('Trials saw different data sets')
    expect(warnings([arm('a', ten), { ...changed, values: { 'dataset.train': 5 } }])).not.toContain('data sets')
  })

  it('spell out control characters of labels', () => {
    expect(warnings([arm('a', ten), arm('x\u001b[2J', [])])).toContain('No results: x\\u{1b}[2J.')
  })
})
