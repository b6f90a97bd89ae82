import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Benchmark, interleave } from './benchmark.js'
import { faninSeconds, inFolder, studyIn } from './command.js'

const file = fileURLToPath(new URL('../../configs/quickstart.yaml', import.meta.url))

/** How long it takes until something happens. */
export const startup: Benchmark = {
  name: 'startup',
  about: 'Whole processes, and the time from the command to the end of its first training step.',
  run: (rounds) =>
    inFolder({}, async (path) => {
      const firstStep = (backend: string): number => {
        rmSync(path('runs'), { recursive: true, force: true })
        const begun = Date.now()
        const little = ['seeds=1', '~sweep', 'training.epochs=1', 'dataset.train=128']
        faninSeconds('run', file, ...little, `backend=${backend}`, '--out', path('runs'), '--quiet')
        return firstEventAt(studyIn(path('runs')), 'step') - begun
      }
      const times = await interleave(rounds, {
        node: () => milliseconds(() => spawnSync(process.execPath, ['-e', '0'])),
        validate: () => faninSeconds('validate', file) * 1000,
        plan: () => faninSeconds('plan', file) * 1000,
        step: () => firstStep('auto'),
      })
      return [
        { what: 'node itself', unit: 'ms', runs: times.node },
        { what: 'validate', unit: 'ms', runs: times.validate, goal: 'under 250 ms' },
        { what: 'plan', unit: 'ms', runs: times.plan, goal: 'under 400 ms' },
        { what: 'first training step of run', unit: 'ms', runs: times.step, goal: 'within 2500 ms' },
      ]
    }),
}

const milliseconds = (work: () => void): number => {
  const begun = performance.now()
  work()
  return performance.now() - begun
}

/** When the first event of a kind was logged, in milliseconds of the wall clock. */
const firstEventAt = (study: string, kind: string): number => {
  const [trial] = readdirSync(join(study, 'trials')) as [string]
  const log = readFileSync(join(study, 'trials', trial, 'attempt-1.jsonl'), 'utf8').split('\n')
  const line = log.find((one) => one.includes(`"kind":"${kind}"`)) as string
  return Date.parse(JSON.parse(line).time)
}
