import { rmSync } from 'node:fs'
import { type Benchmark, interleave } from './benchmark.js'
import { faninSeconds, inFolder, secondsAtOnce } from './command.js'

const experiment = (seeds: number, { train = 2000, epochs = 2 } = {}): string => `version: 1
name: bench
dataset: { type: digits, train: ${train}, test: 100 }
model:
  inputShape: [28, 28, 1]
  layers:
    - { type: conv2d, filters: 16, kernelSize: 3, activation: relu }
    - { type: maxPooling2d, poolSize: 2 }
    - flatten
    - { type: dense, units: 10, activation: softmax }
training: { epochs: ${epochs}, batchSize: 64 }
seeds: ${seeds}
`

/** Next to nothing to train: what is left is the machinery. */
const short = (seeds: number): string => experiment(seeds, { train: 64, epochs: 1 })

const many = `${experiment(1000)}sweep: { grid: { training.optimizer.learningRate: [${Array.from({ length: 10 }, (_, i) => (i + 1) / 100).join(', ')}] } }\n`

/** What a study costs beside its training, and what a second worker brings. */
export const studies: Benchmark = {
  name: 'studies',
  about:
    'Whole commands, start-up included; an equal trial is seconds long. Two studies apart show what the machine has to give. The cost of a trial is what 200 short trials take more than 20, divided by 180.',
  run: (rounds) =>
    inFolder(
      {
        'twenty.yaml': experiment(20, { epochs: 60 }),
        'ten.yaml': experiment(10, { epochs: 60 }),
        'few.yaml': short(20),
        'more.yaml': short(200),
        'many.yaml': many,
      },
      async (path) => {
        const command = (file: string, workers: number, out = 'runs'): readonly string[] => {
          rmSync(path(out), { recursive: true, force: true })
          return ['run', path(file), '--out', path(out), '--quiet', '--workers', `${workers}`]
        }
        const run = (file: string, workers: number): number => faninSeconds(...command(file, workers))
        const times = await interleave(rounds, {
          one: () => run('twenty.yaml', 1),
          two: () => run('twenty.yaml', 2),
          apart: () => secondsAtOnce(command('ten.yaml', 1), command('ten.yaml', 1, 'others')),
          few: () => run('few.yaml', 1),
          more: () => run('more.yaml', 1),
          plan: () => faninSeconds('plan', path('many.yaml')),
        })
        const perTrial = times.more.map((more, i) => ((more - (times.few[i] ?? 0)) / 180) * 1000)
        return [
          { what: '20 equal trials, one worker', unit: 's', runs: times.one },
          {
            ...{ what: '20 equal trials, two workers', unit: 's', runs: times.two },
            ...{ against: '20 equal trials, one worker', goal: 'at most 0.55' },
          },
          {
            ...{ what: '10 of them in each of two studies with one worker, at once', unit: 's', runs: times.apart },
            against: '20 equal trials, one worker',
          },
          { what: 'a short trial, all of it', unit: 'ms', runs: perTrial, goal: 'machinery under 50 ms' },
          { what: 'plan of 10,000 trials', unit: 's', runs: times.plan, goal: 'under 2 s' },
        ]
      },
    ),
}
