import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Benchmark, interleave } from './benchmark.js'
import { faninSeconds, inFolder, networkFile, studyIn } from './command.js'

const file = networkFile('cnn')

/** Runs in every Node of a command; the supervisor alone, which nobody sends messages to, leaves a note when it ends. */
const noteOf = (path: string): string => {
  const program = `import { writeFileSync } from 'node:fs'
if (!process.send) process.on('exit', () => writeFileSync(${JSON.stringify(path)}, String(process.resourceUsage().maxRSS)))`
  return `--import=data:text/javascript,${encodeURIComponent(program)}`
}

const mebibyte = 2 ** 20

/** What memory processes have at most. */
export const memory: Benchmark = {
  name: 'memory',
  about: "Resident memory while two workers train four seeds of the article's CNN: the most that there was.",
  run: (rounds) =>
    inFolder({}, async (path) => {
      const supervisor: number[] = []
      const worker = (backend: string): number => {
        rmSync(path('runs'), { recursive: true, force: true })
        const options = [`backend=${backend}`, 'seeds=4', '--workers', '2', '--out', path('runs'), '--quiet']
        process.env.NODE_OPTIONS = noteOf(path('note'))
        try {
          faninSeconds('run', file, ...options)
        } finally {
          delete process.env.NODE_OPTIONS
        }
        supervisor.push((Number(readFileSync(path('note'), 'utf8')) * 1024) / mebibyte)
        return mostResident(studyIn(path('runs'))) / mebibyte
      }
      const workers = await interleave(rounds, { auto: () => worker('auto'), wasm: () => worker('wasm') })
      return [
        { what: 'the supervisor', unit: 'MiB', runs: supervisor },
        { what: 'a worker, backend auto', unit: 'MiB', runs: workers.auto },
        { what: 'a worker on wasm', unit: 'MiB', runs: workers.wasm },
      ]
    }),
}

/** The largest resident set that any of a study's attempts ended with, in bytes. */
const mostResident = (study: string): number => {
  const trials = join(study, 'trials')
  const ends = readdirSync(trials).map((trial) => {
    const lines = readFileSync(join(trials, trial, 'attempt-1.jsonl'), 'utf8')
      .trim()
      .split('\n')
    return JSON.parse(lines.at(-1) as string) as { memory: { after: { resident: number } } }
  })
  return Math.max(...ends.map(({ memory }) => memory.after.resident))
}
