import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Result, sha256 } from '@fanin/core'
import type { Comparison } from '@fanin/report'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { main } from '../src/main.js'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fanin-compare-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const fanin = async (...args: string[]) => {
  const printed = { stdout: '', stderr: '' }
  const into = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      printed[name] += text
    },
  })
  const exitCode = await main(args, { stdout: into('stdout'), stderr: into('stderr') })
  return { exitCode, ...printed }
}

/** The folder of a study of two epochs, with these accuracies of each arm by seed. */
const writeStudy = (name: string, accuracies: Readonly<Record<string, readonly number[]>>): string => {
  const folder = join(root, name)
  const arms = Object.keys(accuracies).map((label) => ({
    ...{ id: sha256(`${name}/${label}`), label, values: { 'initializers.kernel': label } },
    config: { initializers: { kernel: { type: label } } },
  }))
  const trials = arms.flatMap(({ id, label }) =>
    (accuracies[label] ?? []).map((accuracy, seed) => ({
      id: sha256(`${id}/${seed}`),
      arm: id,
      seed,
      label,
      accuracy,
    })),
  )
  mkdirSync(folder)
  writeFileSync(
    join(folder, 'study.json'),
    JSON.stringify({ schema: 'fanin.study/1', id: sha256(name), name, arms, trials }),
  )
  for (const trial of trials) {
    const trialFolder = join(folder, 'trials', trial.id.slice(0, 12))
    mkdirSync(trialFolder, { recursive: true })
    writeFileSync(join(trialFolder, 'result.json'), JSON.stringify(resultOf(trial)))
  }
  return folder
}

const resultOf = (trial: { id: string; arm: string; seed: number; label: string; accuracy: number }): Result => ({
  ...{ schema: 'fanin.result/1', trial: trial.id, arm: trial.arm, label: trial.label, values: {}, seed: trial.seed },
  ...{ status: 'completed', steps: 20, metrics: { loss: 1 - trial.accuracy, accuracy: trial.accuracy } },
  epochs: [1, 2].map((epoch) => ({
    ...{ epoch, steps: 10 * epoch, learningRate: 0.1, train: {} },
    test: { loss: 1, accuracy: (trial.accuracy * epoch) / 2 },
  })),
  engine: { fanin: '0.1.0', backend: 'wasm', version: 'tfjs 4.22.0' },
  ...{ data: sha256('data'), weights: { initial: sha256('initial'), final: sha256('final') } },
  time: { started: '2026-01-01T00:00:00.000Z', seconds: 1, trainSeconds: 1, stepMilliseconds: 1 },
})

const accuracies = { heUniform: [0.94, 0.95, 0.945, 0.951], zeros: [0.1, 0.11, 0.1, 0.12] }

describe('fanin compare', () => {
  it('says which arm of a study is best', async () => {
    const { exitCode, stdout, stderr } = await fanin('compare', writeStudy('one', accuracies))
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/^heUniform \* +4 +0\.9465/m)
    expect(stdout).toMatch(/^heUniform +zeros +4 +0\.8390 .* better$/m)
    expect(stdout).toContain('* Best by accuracy: heUniform is better than every other arm')
  })

  it('compares several studies under their names, by the metric, target and alpha that are asked for', async () => {
    const folders = [writeStudy('one', accuracies), writeStudy('two', accuracies)]
    const options = ['--metric', 'loss', '--target', '0.2', '--alpha', '0.01', '--json']
    const { stdout } = await fanin('compare', ...folders, ...options)
    const comparison = JSON.parse(stdout) as Comparison
    expect(comparison).toMatchObject({ metric: 'loss', lowIsBetter: true, alpha: 0.01 })
    expect(comparison.arms.map(({ label }) => label)).toEqual([
      'one: heUniform',
      'two: heUniform',
      'one: zeros',
      'two: zeros',
    ])
    expect(comparison.arms[0]?.stepsToTarget).toMatchObject({ target: 0.2, reached: 0, n: 4 })
  })

  it('says what it read, and whose seeds it pools', async () => {
    const [one, again] = [writeStudy('one', accuracies), join(root, 'again')]
    cpSync(one, again, { recursive: true })
    const { stdout } = await fanin('compare', one, again)
    expect(stdout).toMatch(/^Read: one-[0-9a-f]{8}, 2 arms, 8 trials\.$/m)
    expect(stdout).toContain('take the seeds of all of them: heUniform; zeros.')
    expect((await fanin('compare', one)).stdout).not.toContain('of all of them')
  })

  it('counts a folder once that is named twice', async () => {
    const folder = writeStudy('one', accuracies)
    const once = await fanin('compare', folder)
    expect(await fanin('compare', folder, `${folder}/`)).toEqual(once)
  })

  it('writes Markdown, JSON and CSV', async () => {
    const folder = writeStudy('one', accuracies)
    const written = async (name: string): Promise<string> => {
      expect((await fanin('compare', folder, '--out', join(root, name))).stdout).toContain(
        `Written: ${join(root, name)}`,
      )
      return readFileSync(join(root, name), 'utf8')
    }
    expect(await written('a.md')).toContain('| heUniform \\* | 4 |')
    expect(await written('a.csv')).toMatch(/^record,arm,against,n,.*\r\narm,heUniform,,4,/)
    const { stdout } = await fanin('compare', folder, '--json')
    expect(JSON.parse(await written('a.json'))).toEqual(JSON.parse(stdout))
  })

  it.each([
    [['--metric', 'acuracy'], 'Did you mean "accuracy"?'],
    [['--alpha', '5'], '--alpha is 5.'],
    [['--target', 'high'], '--target is "high", which is not a number.'],
    [['--out', 'a.txt'], 'Use one of .md, .json, .csv.'],
    [['--out', '/nowhere/at/all.md'], 'cannot be written'],
  ])('answers %j with what to write instead', async (options, text) => {
    const { exitCode, stderr } = await fanin('compare', writeStudy('one', accuracies), ...options)
    expect(exitCode).toBe(2)
    expect(stderr).toContain('FANIN_USAGE')
    expect(stderr).toContain(text)
  })

  it('refuses a folder that is no study', async () => {
    const { exitCode, stderr } = await fanin('compare', root)
    expect(exitCode).toBe(2)
    expect(stderr).toContain('FANIN_STUDY_FOLDER')
  })
})
