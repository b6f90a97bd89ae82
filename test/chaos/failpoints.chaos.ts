import { existsSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from '@jest/globals'
import { scratch } from '../cli.js'
import { type Ended, fanin, start, studyIn } from '../process.js'
import { damageIn, experiment, failpoints, resultsIn } from './study.js'

const here = scratch({ 'few.yaml': experiment(8, 2) })
afterAll(here.remove)

const points = failpoints(fileURLToPath(new URL('../../packages/runner/src', import.meta.url)))
const actions = ['kill', 'hang', 'full'] as const
const cases = points.flatMap((point) => actions.map((action) => [point, action] as const))

const args = (out: string): string[] => [
  ...['run', here.path('few.yaml'), '--out', here.path(out), '--quiet'],
  ...['--timeout', '4', '--stall', '4'],
]

/** Runs until the study ends; one that hangs itself is killed after a while. */
const runWith = async (out: string, failpoint: string): Promise<Ended> => {
  const { child, ended } = start(args(out), { NODE_ENV: 'test', FANIN_FAILPOINTS: failpoint })
  const timer = setTimeout(() => child.kill('SIGKILL'), 12_000)
  const end = await ended
  clearTimeout(timer)
  return end
}

describe('a study in which a failpoint is hit', () => {
  const undisturbed = fanin(...args('calm')).then(() => resultsIn(studyIn(here.path('calm'))))

  it('has at least fifteen of them', () => {
    expect(points.length).toBeGreaterThanOrEqual(15)
  })

  it.each(cases)(
    '%s=%s: keeps what is committed, and comes to the same results when run again',
    async (point, action) => {
      const calm = await undisturbed
      const [out, marker] = [`${point}-${action}`, here.path(`${point}-${action}.hit`)]
      const first = await runWith(out, `${point}=${action}@${marker}`)
      expect(existsSync(marker)).toBe(true)
      const committed = existsSync(here.path(out)) ? resultsIn(studyIn(here.path(out))) : {}
      expect(calm).toMatchObject(committed)
      if (action === 'full') {
        // A process that cannot write says so and stops; where nothing was left to write, nothing is wrong.
        expect([0, 2]).toContain(first.exitCode)
        if (first.exitCode === 2) expect(first.stderr).toContain('ENOSPC')
      }
      const last = await fanin(...args(out))
      expect(last.exitCode).toBe(0)
      expect(resultsIn(studyIn(here.path(out)))).toEqual(calm)
      expect(damageIn(studyIn(here.path(out)))).toEqual([])
      rmSync(here.path(out), { recursive: true, force: true })
    },
  )
})
