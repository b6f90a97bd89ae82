import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it, jest } from '@jest/globals'
import { backendStatus } from '../packages/runner/src/index.js'
import { faninJson, scratch, tinyExperiment } from './cli.js'

const here = scratch({
  'tiny.yaml': tinyExperiment,
  'longer.yaml': tinyExperiment.replace('name: head }', 'name: head }\n    - { type: dense, units: 10, name: extra }'),
})
afterAll(here.remove)

interface Study {
  folder: string
  arms: { trials: { status: string }[] }[]
}

const trialFiles = (folder: string, name: string): string[] => {
  const { trials } = JSON.parse(readFileSync(join(folder, 'study.json'), 'utf8')) as { trials: { id: string }[] }
  return trials.map(({ id }) => readFileSync(join(folder, 'trials', id.slice(0, 12), name), 'utf8'))
}

const run = async (out: string, file: string, ...overrides: string[]): Promise<string> => {
  const args = ['run', here.path(file), ...overrides, '--out', here.path(out), '--quiet', '--workers', '0']
  return (await faninJson<Study>(...args)).folder
}

/** The record without the one key that may differ. */
const timeless = (result: string): string => {
  const { time, ...rest } = JSON.parse(result) as { time: object }
  expect(time).toBeDefined()
  return JSON.stringify(rest)
}

interface Init {
  parameters: { path: string; sha256: string }[]
}

const hashes = (folder: string): Map<string, string>[] =>
  trialFiles(folder, 'init.json').map((text) => {
    const { parameters } = JSON.parse(text) as Init
    return new Map(parameters.map(({ path, sha256 }) => [path, sha256]))
  })

describe('a trial', () => {
  it('gives the same result.json but for its times, byte for byte', async () => {
    const [one, two] = [await run('a', 'tiny.yaml'), await run('b', 'tiny.yaml')]
    expect(trialFiles(one, 'result.json').map(timeless)).toEqual(trialFiles(two, 'result.json').map(timeless))
  })

  it('starts from the same weights on every backend that is here', async () => {
    const available = (await backendStatus()).filter((backend) => backend.available).map(({ name }) => name)
    expect(available).toEqual(expect.arrayContaining(['wasm', 'cpu']))
    const wasm = hashes(await run('c', 'tiny.yaml'))
    for (const name of available) expect(hashes(await run(`c-${name}`, 'tiny.yaml', `backend=${name}`))).toEqual(wasm)
  })

  it('keeps the weights of all other layers when one is added at the end', async () => {
    const [before] = hashes(await run('d', 'tiny.yaml'))
    const [after] = hashes(await run('d', 'longer.yaml'))
    for (const [path, hash] of before ?? []) expect(after?.get(path)).toBe(hash)
    expect(after?.size).toBe((before?.size ?? 0) + 2)
  })

  it('takes 0 for a seed like any other', async () => {
    const [zero, one] = [await run('e', 'tiny.yaml', 'seeds=[0]'), await run('f', 'tiny.yaml', 'seeds=[1]')]
    const [first, again] = [hashes(zero)[0], hashes(await run('g', 'tiny.yaml', 'seeds=[0]'))[0]]
    expect(again).toEqual(first)
    expect(hashes(one)[0]?.get('head/kernel')).not.toBe(first?.get('head/kernel'))
  })

  it('leaves no tensor behind', async () => {
    const [log] = trialFiles(await run('n', 'tiny.yaml'), 'attempt-1.jsonl') as [string]
    const end = log.split('\n').find((line) => line.includes('"trial.end"'))
    expect(JSON.parse(String(end))).toMatchObject({ status: 'completed', leakedTensors: 0 })
  })

  it('never calls Math.random', async () => {
    await run('first', 'tiny.yaml') // loads the engine, which stirs a pool of its own that nothing reads
    const random = jest.spyOn(Math, 'random').mockImplementation(() => {
      throw new Error('Math.random was called')
    })
    try {
      await run('h', 'tiny.yaml')
      expect(random).not.toHaveBeenCalled()
    } finally {
      random.mockRestore()
    }
  })
})

describe('running a file again', () => {
  it('runs nothing twice', async () => {
    const folder = await run('i', 'tiny.yaml')
    const before = trialFiles(folder, 'result.json')
    expect(await run('i', 'tiny.yaml')).toBe(folder)
    expect(trialFiles(folder, 'result.json')).toEqual(before)
    expect(() => trialFiles(folder, 'attempt-2.jsonl')).toThrow('ENOENT')
  })

  it('replaces a result that was damaged, and keeps the damaged file', async () => {
    const folder = await run('l', 'tiny.yaml')
    const [whole] = trialFiles(folder, 'result.json') as [string]
    const { trials } = JSON.parse(readFileSync(join(folder, 'study.json'), 'utf8')) as { trials: { id: string }[] }
    const path = join(folder, 'trials', String(trials[0]?.id.slice(0, 12)), 'result.json')
    writeFileSync(path, whole.slice(0, 100))
    await run('l', 'tiny.yaml')
    expect(timeless(readFileSync(path, 'utf8'))).toBe(timeless(whole))
    expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(whole.slice(0, 100))
  })

  it('goes on in the same folder when seeds are added', async () => {
    const folder = await run('j', 'tiny.yaml')
    expect(await run('j', 'tiny.yaml', 'seeds=2')).toBe(folder)
    expect(trialFiles(folder, 'result.json')).toHaveLength(2)
  })

  it('runs the resolved experiment as the same study', async () => {
    const folder = await run('k', 'tiny.yaml')
    const study = await faninJson<Study>('run', join(folder, 'experiment.yaml'), '--out', here.path('k'), '--quiet')
    expect(study.folder).toBe(folder)
  })
})

describe('a trial that diverges', () => {
  it('is a result, with its numbers spelled out', async () => {
    const hot = [
      'training.optimizer.learningRate=1e30',
      'training.loss=meanSquaredError',
      'model.layers.3.activation=linear',
    ]
    const args = ['run', here.path('tiny.yaml'), ...hot, '--out', here.path('m'), '--quiet']
    const study = await faninJson<Study & { arms: { trials: { metrics: object; diverged: object }[] }[] }>(...args)
    expect(study.arms[0]?.trials[0]).toMatchObject({ status: 'diverged', diverged: { quantity: 'loss' } })
    const [result] = trialFiles(study.folder, 'result.json').map(
      (text) => JSON.parse(text) as { diverged: { value: unknown } },
    )
    expect(['NaN', 'Infinity']).toContain(result?.diverged.value)
  })
})
