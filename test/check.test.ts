import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { parseXml, XmlElement } from '@rgrove/parse-xml'
import { type Baseline, baselineText } from '../packages/core/src/index.js'
import { fanin, faninJson, scratch } from './cli.js'
import { gatedExperiment, gatedPlugin } from './gateExperiment.js'
import { start } from './process.js'

const here = scratch({ 'gated.yaml': gatedExperiment, 'mine.js': gatedPlugin() })
afterAll(here.remove)

const [file, baseline, plugin] = ['gated.yaml', 'gated.baseline.json', 'mine.js'].map(here.path) as [
  string,
  string,
  string,
]
const inProcess = ['--workers', '0', '--quiet']
let good = ''

beforeAll(async () => {
  const { exitCode, stderr } = await fanin('baseline', 'create', file, '--by', 'Ada', ...inProcess)
  if (exitCode !== 0) throw new Error(stderr)
  good = readFileSync(baseline, 'utf8')
})
afterEach(() => {
  writeFileSync(baseline, good)
  writeFileSync(plugin, gatedPlugin())
})

/** The backends of this machine beside wasm. */
const { backends } = JSON.parse((await start(['doctor', '--json']).ended).stdout) as {
  backends: { name: string; available: boolean }[]
}
const others = backends.flatMap(({ name, available }) => (available && name !== 'wasm' ? [name] : []))

type Trial = Baseline['arms'][number]['trials'][number]

/** Puts another past in the baseline's place, signed as fanin does. */
const rewrite = (change: (trial: Trial, arm: string) => Trial): void => {
  const { schema: _, digest: __, ...content } = JSON.parse(good) as Baseline
  const arms = content.arms.map((arm) => ({ ...arm, trials: arm.trials.map((trial) => change(trial, arm.label)) }))
  writeFileSync(baseline, baselineText({ ...content, arms }))
}

/** A past in which the loss was this much else, by seed. */
const withLoss =
  (differenceOf: (seed: number) => number, only = /./) =>
  (trial: Trial, arm: string): Trial => {
    if (!only.test(arm)) return trial
    const change = (value: number | string): number => Number(value) + differenceOf(trial.seed)
    const loss = trial.curves['test/loss'] as Trial['curves'][string]
    return {
      ...trial,
      metrics: { ...trial.metrics, loss: change(trial.metrics.loss as number) },
      curves: { ...trial.curves, 'test/loss': loss.map(change) },
    }
  }

interface Checked {
  verdict: string
  tier: string
  seeds: number[]
  cause?: string
  reproduce?: string
  remarks: { level: string; label?: string; message: string }[]
  starts: { parameter?: string; label: string; seed: number }[]
  departures: { label: string; epoch?: number; what: string }[]
  cells: { label: string; metric: string; outcome: string; now: Record<string, number> }[]
  curves?: { label: string; before: number[]; now: number[] }
}

const check = async (...args: string[]): Promise<Checked & { exitCode: number }> => {
  const { stdout, exitCode } = await fanin('check', file, ...inProcess, '--json', ...args)
  return { ...JSON.parse(stdout), exitCode }
}

describe('fanin check passes', () => {
  it('what is the same, bit for bit, with 0', async () => {
    const { exitCode, stdout } = await fanin('check', file, ...inProcess)
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringContaining('Pass: gated converges as its baseline did, bit for bit'),
    ])
    expect(await check()).toMatchObject({
      verdict: 'pass',
      tier: 'trajectories',
      departures: [],
      seeds: [0, 1, 2, 3, 4],
    })
  })

  it('what differs no more than other numerics do, and says that the bits differ', async () => {
    rewrite(withLoss(() => 1e-5))
    const { verdict, tier, remarks } = await check()
    expect([verdict, tier]).toEqual(['pass', 'trajectories'])
    expect(remarks).toEqual([
      { level: 'warning', message: expect.stringContaining('The bits are not those of the baseline') },
    ])
  })

  it('what went another way and is no worse, by statistics', async () => {
    rewrite(withLoss((seed) => (seed % 2 ? 0.004 : -0.004)))
    expect(await check()).toMatchObject({ verdict: 'pass', tier: 'statistics' })
  })

  it('what is suspiciously better, and says so', async () => {
    rewrite(withLoss((seed) => 0.3 + 0.001 * seed, /normal/))
    const { verdict, remarks, cells } = await check()
    expect(verdict).toBe('pass')
    expect(cells).toContainEqual(expect.objectContaining({ label: 'mine/normal', metric: 'loss', outcome: 'better' }))
    expect(remarks).toContainEqual(
      expect.objectContaining({
        level: 'warning',
        label: 'mine/normal',
        message: expect.stringContaining('suspiciously better'),
      }),
    )
  })
})

describe('fanin check ends with 100', () => {
  it.each([
    ['the gain of sqrt(2) is lost', 'Math.sqrt(1 / fanIn)', '0', 'conv2d_1/kernel', 'gain of sqrt(2) were lost'],
    [
      'the correction of a truncated normal is dropped',
      '0.8796 * Math.sqrt(2 / fanIn)',
      '0',
      'conv2d_1/kernel',
      'correction of a truncated normal were dropped',
    ],
    ['fan-in is swapped for fan-out', 'Math.sqrt(2 / fanOut)', '0', 'conv2d_1/kernel', 'another fan or gain'],
    ['biases are 0.1', 'Math.sqrt(2 / fanIn)', '0.1', 'conv2d_1/bias', 'all values were 0, and are 0.1'],
  ])('where %s, without training', async (_, std, bias, parameter, cause) => {
    writeFileSync(plugin, gatedPlugin(std, bias))
    const { exitCode, stdout } = await start(['check', file, '--json', '--quiet']).ended
    const checked = JSON.parse(stdout) as Checked
    expect(exitCode).toBe(100)
    expect(checked).toMatchObject({
      verdict: 'regression',
      tier: 'starts',
      seeds: [],
      reproduce: expect.stringMatching(/^probe .* --arm 'mine\/normal' --seed 0$/),
    })
    expect(checked.starts[0]).toMatchObject({ parameter, seed: 0 })
    expect(checked.cause).toContain(cause)
    expect(checked.cause).toContain('the files of the plugin ./mine.js were changed')
  })

  it('where one arm is worse, and says which, since when, and how', async () => {
    rewrite(withLoss((seed) => -0.3 + 0.001 * seed, /glorot/))
    const { exitCode, verdict, tier, cells, departures, curves, cause, remarks } = await check()
    expect([exitCode, verdict, tier]).toEqual([100, 'regression', 'statistics'])
    expect(cells.filter(({ outcome }) => outcome === 'regression').map(({ label, metric }) => [label, metric])).toEqual(
      [['glorotUniform', 'loss']],
    )
    expect(departures[0]).toMatchObject({ label: 'glorotUniform', epoch: 1, what: 'test/loss' })
    expect(curves?.now).toHaveLength(3)
    expect(cause).toContain('of epoch 1')
    expect(remarks).toContainEqual(expect.objectContaining({ level: 'error', label: 'glorotUniform' }))
  })

  it('where a trial diverges that did not, in every seed', async () => {
    const hot = gatedExperiment.replace('learningRate: 0.2', 'learningRate: 1e30')
    const own = scratch({ 'gated.yaml': hot, 'mine.js': gatedPlugin() })
    const args = [own.path('gated.yaml'), ...inProcess]
    await fanin('baseline', 'create', ...args)
    const made = JSON.parse(readFileSync(own.path('gated.baseline.json'), 'utf8')) as Baseline
    const known = JSON.parse(good) as Baseline
    const { schema: _, digest: __, ...content } = made
    // The arms as they are at this learning rate, the trials as they were at the other.
    const arms = content.arms.map((arm, i) => ({ ...arm, stepsPerEpoch: 8, trials: known.arms[i]?.trials as Trial[] }))
    writeFileSync(own.path('gated.baseline.json'), baselineText({ ...content, arms }))
    const { exitCode, stdout } = await fanin('check', ...args)
    own.remove()
    expect(exitCode).toBe(100)
    expect(stdout).toContain('Training diverges')
  })

  it('not where only a metric of the level warn is worse', async () => {
    rewrite((trial) => withLoss(() => 0.01)({ ...trial, metrics: { ...trial.metrics, accuracy: 1 } }, 'any'))
    const { verdict, remarks } = await check()
    expect(verdict).toBe('pass')
    expect(remarks).toContainEqual(
      expect.objectContaining({ level: 'warning', message: expect.stringMatching(/^final accuracy went from 1\.0/) }),
    )
  })
})

describe('fanin check ends with', () => {
  it('101 where the seeds cannot tell', async () => {
    rewrite(withLoss((seed) => (seed % 2 ? 0.1 : -0.1)))
    const { exitCode, stdout } = await fanin('check', file, ...inProcess)
    expect(exitCode).toBe(101)
    expect(stdout).toContain('Inconclusive: 5 seeds cannot tell')
    expect(stdout).toContain('more seeds are needed')
  })

  it('2 where the experiment is another one, and says what was changed', async () => {
    const { exitCode, stdout } = await fanin('check', file, ...inProcess, 'training.epochs=4')
    expect(exitCode).toBe(2)
    expect(stdout).toContain('The arm glorotUniform was changed in its training.')
    expect((await fanin('check', file, ...inProcess, 'sweep.grid={ initializers.kernel: [zeros] }')).stdout).toContain(
      'The arm zeros is not in the baseline.',
    )
  })

  it.each([
    ['a metric that is not measured', 'gate.metrics=[{ metric: acuracy }]', 'Did you mean "accuracy"?'],
    ['two seeds', 'gate.alpha=0.000001', 'could never find a regression'],
    ['a margin of nothing', 'gate.metrics=[{ metric: loss, margin: 100000 }]', 'could never find a regression'],
    ['no target to wait for', 'gate.metrics=[{ metric: accuracy, by: stepsToTarget }]', 'waits for a target'],
    ['a margin that is no share', 'gate.metrics=[{ metric: loss, margin: 0% }]', 'gate.metrics.0.margin'],
  ])('2 for a gate with %s', async (_, override, says) => {
    const { exitCode, stderr } = await fanin('check', file, ...inProcess, override)
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(says)])
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it('2 for a budget that trains too few seeds', async () => {
    rewrite((trial) => ({ ...trial, seconds: 60 }))
    const { exitCode, stderr } = await fanin('check', file, ...inProcess, '--budget', '3m')
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('In 180 s the gate can train 1 seeds')])
  })
})

describe('steps to a target', () => {
  it('count one epoch more where it is never reached', async () => {
    const gate = 'gate.metrics=[{ metric: accuracy, by: stepsToTarget, target: 2, margin: 8 }]'
    const reached = 'gate.metrics=[{ metric: accuracy, by: stepsToTarget, target: 0.1, margin: 8 }]'
    expect((await fanin('check', file, ...inProcess, gate)).exitCode).toBe(2)
    const { cells, remarks } = await check(reached)
    expect(remarks).toEqual([{ level: 'warning', message: expect.stringContaining('of the gate were changed') }])
    expect(Object.values(cells[0]?.now ?? {})).toEqual([8, 8, 8, 8, 8])
  })
})

describe('a baseline of another backend', () => {
  it.each(others)('%s is held to on wasm, within what other numerics do', async (backend) => {
    const own = scratch({ 'gated.yaml': gatedExperiment, 'mine.js': gatedPlugin() })
    const args = [own.path('gated.yaml'), ...inProcess]
    // In processes of their own: an engine has one backend at a time.
    const made = await start(['baseline', 'create', ...args, `backend=${backend}`, '--variant', 'cpu']).ended
    const checked = await start(['check', ...args, '--json']).ended
    const { variants, arms } = JSON.parse(readFileSync(own.path('gated.baseline.json'), 'utf8')) as Baseline
    own.remove()
    expect([made.exitCode, checked.exitCode]).toEqual([0, 0])
    expect(variants).toEqual([expect.stringContaining('cpu')])
    expect(arms[0]?.drift?.['test/loss']).toHaveLength(3)
    expect(JSON.parse(checked.stdout)).toMatchObject({ verdict: 'pass', tier: 'trajectories', sameBits: false })
  })
})

describe('what a check writes', () => {
  const outputs = async (...args: string[]) => {
    const [junit, markdown] = [here.path('junit.xml'), here.path('summary.md')]
    const { stderr } = await fanin(
      'check',
      file,
      ...inProcess,
      '--junit',
      junit,
      '--markdown',
      markdown,
      '--github',
      ...args,
    )
    return { junit: readFileSync(junit, 'utf8'), markdown: readFileSync(markdown, 'utf8'), stderr }
  }

  /** Holds a file to the elements and attributes of the schema that Jenkins reads JUnit by, junit-10.xsd of its xUnit plugin. */
  const casesIn = (junit: string) => {
    const root = parseXml(junit).root as XmlElement
    expect(root.name).toBe('testsuites')
    expect(Object.keys(root.attributes).sort()).toEqual(['errors', 'failures', 'name', 'tests', 'time'])
    expect(root.attributes.time).toMatch(/^\d+\.\d{3}$/)
    const [suite] = root.children.filter((node) => node instanceof XmlElement) as [XmlElement]
    expect(Object.keys(suite.attributes).sort()).toEqual(['errors', 'failures', 'name', 'skipped', 'tests', 'time'])
    const elements = suite.children.filter((node) => node instanceof XmlElement) as XmlElement[]
    const cases = elements.filter(({ name }) => name === 'testcase')
    expect(elements.map(({ name }) => name)).toEqual([...cases.map(() => 'testcase'), 'system-out'])
    for (const { attributes } of cases) expect(Object.keys(attributes).sort()).toEqual(['classname', 'name', 'time'])
    const countOf = (name: string) =>
      cases.filter(({ children }) => children.some((child) => child instanceof XmlElement && child.name === name))
        .length
    expect([cases.length, countOf('failure'), countOf('error')].map(String)).toEqual(
      ['tests', 'failures', 'errors'].map((name) => suite.attributes[name]),
    )
    return {
      failures: countOf('failure'),
      errors: countOf('error'),
      names: cases.map(({ attributes }) => attributes.name),
    }
  }

  it('of a pass: a case for each arm and metric, and nothing beside the lines', async () => {
    const { junit, markdown, stderr } = await outputs()
    expect(casesIn(junit)).toEqual({
      failures: 0,
      errors: 0,
      names: ['final loss', 'final accuracy', 'final loss', 'final accuracy'],
    })
    expect(markdown).toMatch(/^### Pass: /)
    expect(stderr).not.toContain('::')
  })

  it('of a regression: a failure, the curves, and an annotation on the line of the arm', async () => {
    rewrite(withLoss((seed) => -0.3 + 0.001 * seed, /glorot/))
    const { junit, markdown, stderr } = await outputs()
    expect(casesIn(junit)).toMatchObject({ failures: 1, errors: 0 })
    expect(markdown).toMatch(/baseline [▁-█]{3} .*\n {2}now {6}[▁-█]{3} /)
    const line = gatedExperiment.split('\n').findIndex((text) => text.includes('[mine/normal, glorotUniform]')) + 1
    expect(stderr).toMatch(
      new RegExp(
        `^::error file=.*gated\\.yaml,line=${line},title=Regression%3A [^\n]*::glorotUniform: final loss went from`,
        'm',
      ),
    )
  })

  it('on GitHub: the summary of the workflow, without being asked', async () => {
    const summary = here.path('step.md')
    const github = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary }
    const { exitCode, stderr } = await start(['check', file, '--quiet', 'training.epochs=4'], github).ended
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^::error file=/m)])
    expect(readFileSync(summary, 'utf8')).toMatch(/^### Not comparable: /)
  })

  it('of what cannot be told or compared: errors', async () => {
    rewrite(withLoss((seed) => (seed % 2 ? 0.1 : -0.1)))
    expect(casesIn((await outputs()).junit)).toMatchObject({ failures: 0, errors: 2 })
    writeFileSync(baseline, good)
    const { junit, stderr } = await outputs('training.epochs=4')
    expect(casesIn(junit)).toMatchObject({ failures: 0, errors: 1 })
    expect(stderr).toMatch(/^::error file=.*gated\.yaml,line=2,/m)
  })
})

describe('fanin check --aa', () => {
  it('says how often the gate is wrong and what it finds, and trains nothing', async () => {
    const { stdout, exitCode } = await fanin('check', file, '--aa')
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^False alarms: \d\.\d % of checks\.$/m)])
    const { unchanged, worse } = await faninJson<{
      unchanged: Record<string, number>
      worse: Record<string, number>[]
    }>('check', file, '--aa')
    // What the gate promises of 1000 checks, with five standard errors.
    expect(unchanged.regression).toBeLessThan(0.05 + 5 * Math.sqrt((0.05 * 0.95) / 1000))
    const powers = worse.map(({ regression }) => Number(regression))
    expect(powers).toEqual(powers.toSorted((a, b) => a - b))
    expect(powers.at(-1)).toBeGreaterThan(Number(unchanged.regression))
  })
})
