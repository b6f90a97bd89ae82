import { rmSync } from 'node:fs'
import { type Benchmark, interleave } from './benchmark.js'
import { faninSeconds, inFolder, networkFile, secondsAtOnce } from './command.js'

/** Seconds of training by the CNN of the article. */
const equal = (seeds: number): readonly string[] => [networkFile('cnn'), `seeds=${seeds}`, 'training.epochs=2']

/** Next to nothing to train: what is left is the machinery. */
const short = `version: 1
name: short
dataset: { type: digits, train: 64, test: 100 }
model:
  inputShape: [28, 28, 1]
  layers:
    - { type: conv2d, filters: 16, kernelSize: 3, activation: relu }
    - { type: maxPooling2d, poolSize: 2 }
    - flatten
    - { type: dense, units: 10, activation: softmax }
training: { epochs: 1, batchSize: 64 }
`

const rates = `sweep.grid={ training.optimizer.learningRate: [${Array.from({ length: 10 }, (_, i) => (i + 1) / 100).join(', ')}] }`

/** What a study costs beside its training, and what a second worker brings. */
export const studies: Benchmark = {
  name: 'studies',
  about:
    'Whole commands, start-up included; an equal trial is the CNN of the article for three seconds. Two studies apart show what the machine has to give. The cost of a trial is what 200 short trials take more than 20, divided by 180.',
  run: (rounds) =>
    inFolder({ 'short.yaml': short }, async (path) => {
      const command = (experiment: readonly string[], workers: number, out = 'runs'): readonly string[] => {
        rmSync(path(out), { recursive: true, force: true })
        return ['run', ...experiment, '--out', path(out), '--quiet', '--workers', `${workers}`]
      }
      const run = (experiment: readonly string[], workers: number): number =>
        faninSeconds(...command(experiment, workers))
      const shortOnes = (seeds: number): readonly string[] => [path('short.yaml'), `seeds=${seeds}`]
      const times = await interleave(rounds, {
        one: () => run(equal(20), 1),
        two: () => run(equal(20), 2),
        apart: () => secondsAtOnce(command(equal(10), 1), command(equal(10), 1, 'others')),
        few: () => run(shortOnes(20), 1),
        more: () => run(shortOnes(200), 1),
        plan: () => faninSeconds('plan', ...shortOnes(1000), `+${rates}`),
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
    }),
}
