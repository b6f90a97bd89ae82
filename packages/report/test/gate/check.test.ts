import type { Baseline, BaselineTrial, GateConfig, Start } from '@fanin/core'
import { describe, expect, it } from '@jest/globals'
import { type Before, checkStarts, checkTraining, type Trained } from '../../src/gate/check.js'
import { designCheck } from '../../src/gate/design.js'
import { promisesBits } from '../../src/gate/trajectories.js'

const seeds = Array.from({ length: 9 }, (_, i) => i)
const digest = (digit: string): string => digit.repeat(64)

const trial = (seed: number, loss: number, more: Partial<BaselineTrial> = {}): BaselineTrial => ({
  ...{ seed, status: 'completed', steps: 10, seconds: 1, weights: 'a'.repeat(12), metrics: { loss } },
  curves: { 'test/loss': [loss] },
  ...more,
})

const lossOf = (seed: number): number => 1 + 0.01 * ((seed * 7) % 5)

const baseline: Baseline = {
  ...{
    schema: 'fanin.baseline/1',
    digest: digest('0'),
    name: 'sample',
    history: [],
    plugins: [],
    gate: { metrics: [], alpha: 0 },
    seeds,
    variants: [],
  },
  engine: { fanin: '1', backend: 'wasm', version: 'tfjs 1' },
  machine: { node: 'v20', os: 'linux 6', arch: 'x64', cpu: 'A' },
  arms: [
    {
      ...{ id: digest('1'), label: 'he', data: digest('2'), sections: {}, stepsPerEpoch: 10, spread: {} },
      firstLosses: seeds.map(() => 3),
      parameters: [
        { path: 'a/kernel', initializer: 'he', mean: 0, std: 1, sha256: seeds.map(() => 'b'.repeat(12)) },
        {
          path: 'a/bias',
          initializer: 'zeros',
          calibrated: true,
          mean: 0,
          std: 1,
          sha256: seeds.map(() => 'c'.repeat(12)),
        },
      ],
      trials: seeds.map((seed) => trial(seed, lossOf(seed))),
    },
  ],
}

const gate: GateConfig = { alpha: 0.01, metrics: [{ metric: 'loss', by: 'final', margin: 0.1, level: 'error' }] }

const start = (seed: number, kernel = 'b', bias = 'c', loss = 3): Start => ({
  ...{ arm: digest('1'), seed, data: digest('2'), loss },
  parameters: [
    { path: 'a/kernel', initializer: { type: 'he' }, sha256: digest(kernel), mean: 0, std: 1 },
    { path: 'a/bias', initializer: { type: 'zeros' }, calibratedBy: ['lsuv'], sha256: digest(bias), mean: 0, std: 1 },
  ],
})

const before = (more: Partial<Before> = {}): Before => ({
  ...{
    baseline,
    starts: seeds.map((seed) => start(seed)),
    plugins: [],
    engine: baseline.engine,
    machine: baseline.machine,
  },
  arms: [{ id: digest('1'), label: 'he' }] as never,
  ...more,
})

/** Runs a check whose trials are these, and tells which seeds it trained. */
const checkWith = async (of: (seed: number) => BaselineTrial, more: Partial<Trained> = {}) => {
  const looks: (readonly number[])[] = []
  const train = async (wanted: readonly number[]): Promise<Trained> => {
    looks.push(wanted)
    return { observed: new Map([[digest('1'), wanted.map(of)]]), failures: [], isOver: false, ...more }
  }
  const design = designCheck(baseline, gate, { workers: 1 })
  const check = await checkTraining(before(), gate, design, train)
  return { ...check, looks: looks.map(({ length }) => length) }
}

describe('looks', () => {
  it('end with the first that tells: the same', async () => {
    const { verdict, looks } = await checkWith((seed) => trial(seed, lossOf(seed)))
    expect([verdict, looks]).toEqual(['pass', [3]])
  })

  it('end with the first that tells: much worse', async () => {
    const { verdict, looks } = await checkWith((seed) => trial(seed, lossOf(seed) + 1 + 0.001 * seed))
    expect([verdict, looks]).toEqual(['regression', [3]])
  })

  it('go on where the seeds cannot tell, to the last', async () => {
    const { verdict, looks } = await checkWith((seed) => trial(seed, lossOf(seed) + (seed % 2 ? 0.5 : -0.5)))
    expect([verdict, looks]).toEqual(['inconclusive', [3, 6, 9]])
  })

  it('end where the time is over', async () => {
    const isOver = { isOver: true }
    const { verdict, looks } = await checkWith((seed) => trial(seed, lossOf(seed) + (seed % 2 ? 0.5 : -0.5)), isOver)
    expect([verdict, looks]).toEqual(['inconclusive', [3]])
  })

  it('prove nothing where no seed was trained', async () => {
    const nothing = { isOver: true, observed: new Map([[digest('1'), []]]) }
    expect(await checkWith((seed) => trial(seed, lossOf(seed)), nothing)).toMatchObject({ verdict: 'inconclusive' })
  })
})

describe('trials that are no results', () => {
  const failed = (status: 'failed' | 'crashed') => ({
    failures: [{ trial: digest('3'), label: 'he', seed: 0, status, attempts: 1, message: 'I am tired.' }],
  })

  it('are a regression where they threw', async () => {
    expect(await checkWith((seed) => trial(seed, lossOf(seed)), failed('failed'))).toMatchObject({
      verdict: 'regression',
    })
  })

  it('prove nothing where they were lost', async () => {
    expect(await checkWith((seed) => trial(seed, lossOf(seed)), failed('crashed'))).toMatchObject({
      verdict: 'inconclusive',
    })
  })

  it('are a regression where they diverge, since none is worse', async () => {
    const diverged = (seed: number) =>
      trial(seed, Number.NaN, { status: 'diverged', curves: {}, metrics: { loss: 'NaN' } })
    const { verdict, cells } = await checkWith(diverged)
    expect(verdict).toBe('regression')
    // The loss before training: what learned nothing.
    expect([...(cells[0]?.cell.now.values() ?? [])]).toEqual([3, 3, 3])
  })
})

describe('starts', () => {
  it('are as they were', () => expect(checkStarts(before())).toBeUndefined())

  it('are judged by what was calibrated only where the bits are promised', () => {
    const starts = seeds.map((seed) => start(seed, 'b', 'd'))
    expect(checkStarts(before({ starts }))?.starts[0]?.parameter).toBe('a/bias')
    const engine = { ...baseline.engine, backend: 'cpu' as const }
    expect(checkStarts(before({ starts, engine }))).toBeUndefined()
  })

  it('are judged by kernels everywhere, and by the first loss where the bits are promised', () => {
    const engine = { ...baseline.engine, backend: 'cpu' as const }
    expect(checkStarts(before({ starts: [start(0, 'e')], engine }))?.verdict).toBe('regression')
    const starts = [start(0, 'b', 'c', 3.1)]
    expect(checkStarts(before({ starts }))?.starts[0]?.message).toContain('The loss before training is 3.1')
    expect(checkStarts(before({ starts, engine }))).toBeUndefined()
  })

  it('on other data cannot be compared', () => {
    const starts = [{ ...start(0), data: digest('9') }]
    expect(checkStarts(before({ starts }))).toMatchObject({ verdict: 'notComparable' })
  })
})

describe('the bits of a baseline', () => {
  const on = (backend: 'tensorflow' | 'wasm', machine: Partial<Baseline['machine']> = {}, version = 'tfjs 1') => ({
    engine: { fanin: '1', backend, version },
    machine: { ...baseline.machine, ...machine },
  })

  it.each([
    ['wasm on another machine and Node', on('wasm'), on('wasm', { cpu: 'B', arch: 'arm64', node: 'v24' }), true],
    ['wasm of another version', on('wasm'), on('wasm', {}, 'tfjs 2'), false],
    ['tensorflow on the same machine', on('tensorflow'), on('tensorflow', { os: 'linux 7' }), true],
    ['tensorflow on another machine', on('tensorflow'), on('tensorflow', { cpu: 'B' }), false],
    ['wasm after tensorflow', on('tensorflow'), on('wasm'), false],
  ])('%s', (_, was, is, expected) => expect(promisesBits(was, is)).toBe(expected))
})
