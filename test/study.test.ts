import { once } from 'node:events'
import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, describe, expect, it } from '@jest/globals'
import { scratch, tinyExperiment } from './cli.js'
import { eventsOf, fanin, type Started, start, studyIn } from './process.js'

const plugin = (std: string): string => `export default {
  meta: { name: 'mine', namespace: 'mine', contract: 1 },
  initializers: [{
    name: 'normal',
    summary: 'Normal weights.',
    options: { type: 'object', additionalProperties: false, properties: {} },
    create: () => ({ shape }, random) => Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => ${std}),
  }],
}`

const here = scratch({
  'tiny.yaml': tinyExperiment,
  'mine.js': plugin('random.normal(0, 0.1)'),
  'mine.yaml': `${tinyExperiment}plugins: [./mine.js]\ninitializers: { kernel: mine/normal }\n`,
  'long.yaml': tinyExperiment.replace('epochs: 2', 'epochs: 100000'),
})
afterAll(here.remove)

const run = (name: string, ...args: string[]) =>
  fanin('run', here.path('tiny.yaml'), '--out', here.path(name), '--quiet', '--json', ...args)

const results = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(folder, 'trials')).flatMap((trial) => {
      const path = join(folder, 'trials', trial, 'result.json')
      return existsSync(path) ? [[trial, readFileSync(path, 'utf8')]] : []
    }),
  )

const timeless = (result: string): string => JSON.stringify({ ...JSON.parse(result), time: null })

/** Settles when a study says that something happens. */
const until = async (out: string, kind: string, times = 1): Promise<void> => {
  const count = (): number =>
    existsSync(out) && existsSync(studyIn(out))
      ? eventsOf(studyIn(out)).filter((event) => event.kind === kind).length
      : 0
  while (count() < times) await wait(20)
}

const isAlive = (pid: number): boolean => {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}

const workersOf = (out: string): number[] =>
  eventsOf(studyIn(out)).flatMap(({ kind, pid }) => (kind === 'worker.start' ? [Number(pid)] : []))

describe('a study', () => {
  it('gives one seed of every arm first, and the same results with any number of workers', async () => {
    const sweep = ['+sweep.grid={ initializers.kernel: [heUniform, zeros, ones] }', 'seeds=2']
    await Promise.all([run('one', ...sweep, '--workers', '1'), run('two', ...sweep, '--workers', '2')])
    const [one, two] = [studyIn(here.path('one')), studyIn(here.path('two'))]
    const seeds = eventsOf(one).flatMap(({ kind, seed }) => (kind === 'trial.start' ? [seed] : []))
    expect(seeds).toEqual([0, 0, 0, 1, 1, 1])
    expect(Object.keys(results(one))).toHaveLength(6)
    expect(Object.values(results(one)).map(timeless)).toEqual(Object.values(results(two)).map(timeless))
  })

  it('is refused to a second process, which is told the first one', async () => {
    const out = here.path('busy')
    const first = start(['run', here.path('long.yaml'), '--out', out])
    await until(out, 'trial.start')
    const second = await fanin('run', here.path('long.yaml'), '--out', out)
    expect(second.exitCode).toBe(2)
    expect(second.stderr).toContain('FANIN_STUDY_BUSY')
    expect(second.stderr).toContain(`process ${first.child.pid}`)
    first.child.kill('SIGKILL')
    await first.ended
    const third = start(['run', here.path('long.yaml'), '--out', out])
    await until(out, 'study.start', 2)
    third.child.kill('SIGINT')
    expect((await third.ended).exitCode).toBe(130)
  })

  it('runs only what failed when told so, and stops at the failures that it may have', async () => {
    const always = ['+sweep.grid={ initializers.kernel: [mine/normal, heUniform] }', 'seeds=3', '--workers', '1']
    const out = here.path('failed')
    const args = ['run', here.path('mine.yaml'), '--out', out, '--quiet', '--json', ...always]
    writeFileSync(here.path('mine.js'), plugin('Number.NaN'))
    const first = await fanin(...args, '--fail-fast')
    expect(JSON.parse(first.stdout)).toMatchObject({ failures: [{ seed: 0 }], unfinished: 5 })
    expect(first.exitCode).toBe(3)
    expect(eventsOf(studyIn(out)).filter(({ kind }) => kind === 'trial.start')).toHaveLength(1)
    const second = await fanin(...args, '--only', 'failed')
    expect(JSON.parse(second.stdout)).toMatchObject({ failures: [{ seed: 0 }] })
    expect(results(studyIn(out))).toEqual({})
    const third = await fanin(...args, '--max-failures', '2')
    expect(JSON.parse(third.stdout)).toMatchObject({ failures: [{ seed: 0 }, { seed: 1 }] })
    expect(Object.keys(results(studyIn(out)))).toHaveLength(1)
    writeFileSync(here.path('mine.js'), plugin('random.normal(0, 0.1)'))
  })

  it('is refused when a plugin has changed, and trains new trials when that is accepted', async () => {
    const out = here.path('changed')
    const args = ['run', here.path('mine.yaml'), '--out', out, '--quiet', '--json']
    expect((await fanin(...args)).exitCode).toBe(0)
    const before = results(studyIn(out))
    appendFileSync(here.path('mine.js'), '\n// changed\n')
    const refused = await fanin(...args)
    expect(refused.exitCode).toBe(2)
    expect(refused.stdout).toContain('FANIN_STUDY_CHANGED')
    expect(refused.stdout).toContain('the files of the plugin ./mine.js have other bytes')
    expect(results(studyIn(out))).toEqual(before)
    expect((await fanin(...args, '--accept')).exitCode).toBe(0)
    expect(Object.keys(results(studyIn(out)))).toHaveLength(2)
    expect(results(studyIn(out))).toMatchObject(before)
  })

  it('is refused when the engine has changed', async () => {
    await run('engine', '--workers', '1')
    const { exitCode, stdout } = await run('engine', 'backend=cpu')
    expect(exitCode).toBe(2)
    expect(stdout).toContain('the backend was wasm and is cpu')
  })

  it('is the same study in shards that are merged', async () => {
    const seeds = 'seeds=5'
    await run('whole', seeds)
    await Promise.all([run('shard1', seeds, '--shard', '1/2'), run('shard2', seeds, '--shard', '2/2')])
    const parts = ['shard1', 'shard2'].map((name) => studyIn(here.path(name)))
    expect(parts.map((part) => Object.keys(results(part)).length)).toEqual([3, 2])
    const merged = await fanin('merge', ...parts, '--out', here.path('merged'), '--json')
    expect(JSON.parse(merged.stdout)).toMatchObject({ trials: 5, results: 5, added: 5, conflicts: [] })
    const [whole, joined] = [studyIn(here.path('whole')), studyIn(here.path('merged'))]
    expect(Object.entries(results(joined)).map(([name, text]) => [name, timeless(text)])).toEqual(
      Object.entries(results(whole)).map(([name, text]) => [name, timeless(text)]),
    )
    const again = await run('merged', seeds)
    expect(
      eventsOf(joined)
        .filter(({ kind }) => kind === 'study.start')
        .at(-1),
    ).toMatchObject({ planned: 0 })
    expect(again.exitCode).toBe(0)
  })

  it('does not merge what is another study', async () => {
    await Promise.all([run('here', '--workers', '1'), run('there', 'training.epochs=1', '--workers', '1')])
    const parts = ['here', 'there'].map((name) => studyIn(here.path(name)))
    const { exitCode, stderr } = await fanin('merge', ...parts, '--out', here.path('nowhere'))
    expect(exitCode).toBe(2)
    expect(stderr).toContain('FANIN_STUDY_MERGE')
    expect(existsSync(here.path('nowhere'))).toBe(false)
  })

  it('stops when its folder is taken away', async () => {
    const out = here.path('lost')
    const { ended } = start(['run', here.path('tiny.yaml'), 'seeds=2000', '--out', out])
    await until(out, 'trial.end')
    renameSync(out, here.path('moved'))
    const { exitCode, stderr } = await ended
    expect(exitCode).toBe(2)
    expect(stderr).toContain('FANIN_STUDY_FOLDER')
    expect(existsSync(out)).toBe(false)
  })
})

describe('an interrupted study', () => {
  const long = async (name: string): Promise<Started & { out: string; workers: number[] }> => {
    const out = here.path(name)
    const started = start(['run', here.path('long.yaml'), 'seeds=4', '--out', out, '--workers', '2'])
    await until(out, 'trial.start', 2)
    await wait(300)
    return { ...started, out, workers: workersOf(out) }
  }

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends its trials at the first %s, with exit code 130 and no worker left',
    async (signal) => {
      const { child, ended, out, workers } = await long(signal)
      child.kill(signal)
      const { exitCode, stdout, seconds } = await ended
      expect(exitCode).toBe(130)
      expect(stdout).toContain('Run the same command again')
      expect(seconds).toBeLessThan(15)
      expect(workers.filter(isAlive)).toEqual([])
      const statuses = eventsOf(studyIn(out)).flatMap(({ kind, status }) => (kind === 'trial.end' ? [status] : []))
      expect(statuses).toEqual(['cancelled', 'cancelled'])
    },
  )

  it('is gone within a second of the second Ctrl-C', async () => {
    const { child, workers } = await long('twice')
    for (const pid of workers) process.kill(pid, 'SIGSTOP')
    child.kill('SIGINT')
    await wait(100)
    const pressed = performance.now()
    child.kill('SIGINT')
    const [code] = await once(child, 'exit')
    expect(performance.now() - pressed).toBeLessThan(1000)
    expect(code).toBe(130)
    await wait(100)
    expect(workers.filter(isAlive)).toEqual([])
  })

  it('leaves no worker behind when its supervisor is killed, even one that hangs', async () => {
    const { child, workers } = await long('orphans')
    child.kill('SIGKILL')
    await wait(2000)
    expect(workers.filter(isAlive)).toEqual([])
  })

  it('ends where its data cannot be had, though workers are still starting', async () => {
    const args = ['run', here.path('tiny.yaml'), 'dataset=kmnist', '--out', here.path('dataless'), '--workers', '1']
    const { ended } = start(args, { FANIN_OFFLINE: '1', FANIN_CACHE: here.path('no-cache') })
    expect(await ended).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('FANIN_DATA_DOWNLOAD') })
  })

  it('goes on after its reader has gone', async () => {
    const out = here.path('pipe')
    const { child, ended } = start(['run', here.path('tiny.yaml'), 'seeds=3', '--out', out])
    child.stdout?.destroy()
    child.stderr?.destroy()
    expect((await ended).exitCode).toBe(0)
    expect(Object.keys(results(studyIn(out)))).toHaveLength(3)
  })
})

describe('a trial without progress', () => {
  it('counts as hanging', async () => {
    const out = here.path('stall')
    const { ended } = start(['run', here.path('long.yaml'), '--out', out, '--stall', '4', '--workers', '1', '--json'])
    await until(out, 'worker.start')
    await wait(200)
    const [pid] = workersOf(out)
    process.kill(pid as number, 'SIGSTOP')
    await until(out, 'worker.start', 2)
    process.kill(workersOf(out).at(-1) as number, 'SIGSTOP')
    const { exitCode, stdout } = await ended
    expect(exitCode).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({ failures: [{ status: 'timeout' }] })
    expect(stdout).toContain('no progress for 4 s (--stall)')
  })
})
