import { rmSync } from 'node:fs'
import { type Benchmark, interleave } from './benchmark.js'
import { faninSeconds, inFolder, networkFile } from './command.js'

const file = networkFile('cnn')

/** What it costs to look into a network while it is trained. */
export const probing: Benchmark = {
  name: 'probing',
  about: "Whole commands: 300 steps of the article's CNN, without looks and with one every 50 steps, the default.",
  run: (rounds) =>
    inFolder({}, async (path) => {
      const run = (...options: readonly string[]): number => {
        rmSync(path('runs'), { recursive: true, force: true })
        const long = ['dataset.train=6400', 'training.epochs=6', '--workers', '1', '--out', path('runs'), '--quiet']
        return faninSeconds('run', file, ...options, ...long)
      }
      const times = await interleave(rounds, { plain: () => run(), probed: () => run('+probe={every: 50}') })
      const plain = 'without looks'
      return [
        { what: plain, unit: 's', runs: times.plain },
        { what: 'with looks', unit: 's', runs: times.probed, against: plain, goal: 'at most 1.05' },
      ]
    }),
}
