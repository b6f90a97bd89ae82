import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, describe, expect, it } from '@jest/globals'
import { stream } from '../../packages/core/src/index.js'
import { scratch } from '../cli.js'
import { eventsOf, fanin, type Started, start, studyIn } from '../process.js'
import { damageIn, experiment, resultsIn } from './study.js'

const trials = 200
const kills = 60
const here = scratch({ 'many.yaml': experiment(trials, 20) })
afterAll(here.remove)

const args = (out: string): string[] => ['run', here.path('many.yaml'), '--out', here.path(out), '--quiet']

/** Process ids of workers that have started and, as far as anyone knows, not ended. */
const workersOf = (out: string): readonly number[] => {
  if (!existsSync(out) || !existsSync(studyIn(out))) return []
  const pids = new Set<number>()
  for (const { kind, pid } of eventsOf(studyIn(out))) {
    if (kind === 'study.start') pids.clear()
    if (kind === 'worker.start') pids.add(pid as number)
    if (kind === 'worker.end') pids.delete(pid as number)
  }
  return [...pids]
}

const kill = (pid: number | undefined): boolean => {
  try {
    return pid !== undefined && process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}

/** Kills workers and supervisors at random instants, and starts the study again whenever it is gone. */
const storm = async (out: string, number: number): Promise<{ workers: number; supervisors: number }> => {
  const random = stream(number, 'chaos/kills')
  const done = { workers: 0, supervisors: 0 }
  let run: Started | undefined
  while (done.workers + done.supervisors < kills) {
    const supervisor = random.uniform(0, 1) < 0.4
    for (let hit = false; !hit; ) {
      if (!run || run.child.exitCode !== null || run.child.signalCode !== null) run = start(args(out))
      await wait(random.uniform(0, 800))
      const workers = workersOf(here.path(out))
      hit = supervisor ? run.child.kill('SIGKILL') : kill(workers[Math.floor(random.uniform(0, workers.length))])
    }
    done[supervisor ? 'supervisors' : 'workers']++
  }
  run?.child.kill('SIGKILL')
  await run?.ended
  return done
}

describe(`a study of ${trials} trials`, () => {
  const undisturbed = fanin(...args('calm')).then(() => resultsIn(studyIn(here.path('calm'))))

  it.each([1, 2, 3])('comes to the same results through %s x 60 kills', async (number) => {
    const calm = await undisturbed
    const out = `storm-${number}`
    const done = await storm(out, number)
    const before = Object.keys(resultsIn(studyIn(here.path(out)))).length
    const last = await fanin(...args(out), '--only', 'failed').then(() => fanin(...args(out)))
    const study = studyIn(here.path(out))
    process.stderr.write(`storm ${number}: ${JSON.stringify({ ...done, before })}\n`)
    expect(last.exitCode).toBe(0)
    expect(Object.keys(calm)).toHaveLength(trials)
    expect(resultsIn(study)).toEqual(calm)
    expect(damageIn(study)).toEqual([])
  })
})
