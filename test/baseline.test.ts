import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { fanin, faninJson, scratch } from './cli.js'
import { gatedExperiment, gatedPlugin } from './gateExperiment.js'
import { start } from './process.js'

const here = scratch({ 'gated.yaml': gatedExperiment, 'mine.js': gatedPlugin() })
afterAll(here.remove)

const [file, baseline] = [here.path('gated.yaml'), here.path('gated.baseline.json')]
const inProcess = ['--workers', '0', '--quiet']
const textOf = (path: string): string => readFileSync(path, 'utf8')

beforeAll(async () => {
  const { exitCode, stderr } = await fanin('baseline', 'create', file, '--by', 'Ada', ...inProcess)
  if (exitCode !== 0) throw new Error(stderr)
})

/** Runs `baseline show` on another text in the baseline's place. */
const shown = async (change: (text: string) => string) => {
  const text = textOf(baseline)
  writeFileSync(baseline, change(text))
  const ended = await fanin('baseline', 'show', file)
  writeFileSync(baseline, text)
  return ended
}

describe('fanin baseline create', () => {
  it('writes what its published schema says, small and in short lines', () => {
    const schema = JSON.parse(textOf(`${import.meta.dirname}/../docs/schemas/baseline.schema.json`))
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true })
    expect([ajv.validate(schema, JSON.parse(textOf(baseline))), ajv.errorsText()]).toEqual([true, 'No errors'])
    expect(textOf(baseline).length).toBeLessThan(50 * 1024)
    expect(
      Math.max(
        ...textOf(baseline)
          .split('\n')
          .map(({ length }) => length),
      ),
    ).toBeLessThan(200)
  })

  it('holds every seed and epoch, every initial weight, and who made it', () => {
    const { arms, history, seeds } = JSON.parse(textOf(baseline))
    expect(history).toMatchObject([{ by: 'Ada', reason: 'First baseline.' }])
    expect(seeds).toEqual([0, 1, 2, 3, 4])
    for (const { trials, parameters, firstLosses } of arms) {
      expect(parameters.map(({ path }: { path: string }) => path)).toContain('head/kernel')
      expect([trials, firstLosses, parameters[0].sha256].map(({ length }) => length)).toEqual([5, 5, 5])
      for (const { curves } of trials) expect(curves['test/loss']).toHaveLength(3)
    }
  })

  it('says at once where no check could do with it', async () => {
    const own = scratch({ 'gated.yaml': gatedExperiment, 'mine.js': gatedPlugin() })
    const { exitCode, stdout } = await fanin('baseline', 'create', own.path('gated.yaml'), ...inProcess, 'seeds=2')
    own.remove()
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('A check would be refused: With 2 seeds')])
  })

  it('leaves one that is there alone', async () => {
    const { exitCode, stderr } = await fanin('baseline', 'create', file)
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('fanin baseline update --reason')])
  })
})

describe('a baseline', () => {
  it.each([
    ['that was edited', (text: string) => text.replace('"steps": 24', '"steps": 25'), 'FANIN_BASELINE_EDITED'],
    [
      'of a newer fanin',
      (text: string) => text.replace('fanin.baseline/1', 'fanin.baseline/2'),
      'FANIN_BASELINE_VERSION',
    ],
    ['that is torn', (text: string) => text.slice(0, 500), 'FANIN_BASELINE'],
    ['that is something else', () => '{ "name": "package" }', 'FANIN_BASELINE'],
  ])('%s is refused', async (_, change, code) => {
    const { exitCode, stderr } = await shown(change)
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(new RegExp(`^.*${code}\n`))
    expect(stderr).toContain('gated.baseline.json')
  })

  it('that is not there is asked for', async () => {
    const alone = scratch({ 'gated.yaml': gatedExperiment, 'mine.js': gatedPlugin() })
    const { exitCode, stderr } = await fanin('baseline', 'show', alone.path('gated.yaml'))
    alone.remove()
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('fanin baseline create')])
  })
})

describe('fanin baseline update', () => {
  it('wants a reason', async () => {
    const { exitCode, stderr } = await fanin('baseline', 'update', file)
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--reason')])
  })

  it('keeps the reasons, and diff says what it changed', async () => {
    const old = here.path('old.json')
    writeFileSync(old, textOf(baseline))
    writeFileSync(here.path('mine.js'), gatedPlugin('Math.sqrt(1 / fanIn)'))
    // In a process of its own: a plugin that this one has loaded would stay what it was.
    const args = ['baseline', 'update', file, '--reason', 'A smaller gain.', '--by', 'Ada', ...inProcess]
    expect(await start(args).ended).toMatchObject({ exitCode: 0 })
    const { changes } = await faninJson<{ changes: string[] }>('baseline', 'diff', file, old)
    expect(changes).toContainEqual(expect.stringMatching(/^reason: A smaller gain\. \(Ada, /))
    expect(changes).toContainEqual(expect.stringMatching(/^mine\/normal: .*initial weights of conv2d_1\/kernel/))
    expect(changes.join()).not.toContain('glorotUniform')
    expect((await fanin('baseline', 'show', file)).stdout).toContain('A smaller gain.')
  })
})
