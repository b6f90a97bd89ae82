// Measures the gate on real trials: `npm run gate`. Code that changes nothing must hardly ever fail, and six mistakes
// must hardly ever pass. They are put in through what a trial is given; no source is edited.
import { readFileSync } from 'node:fs'
import { parseBaseline, readExperiment, stream } from '@fanin/core'
import { baselineTrial, checkStarts, checkTraining, designCheck, machineOf } from '@fanin/report'
import { provenance } from '@fanin/runner'
import { loadBackend } from '../packages/runner/dist/backends/loadBackend.js'
import { experimentFiles } from '../packages/runner/dist/experimentFiles.js'
import { openDocument } from '../packages/runner/dist/opened.js'
import { runTrial } from '../packages/runner/dist/trial/runTrial.js'
import { startOf } from '../packages/runner/dist/trial/start.js'

const file = 'configs/ci/digits.yaml'
const [checks, seeds, orders] = [200, 16, 6]

const baseline = parseBaseline(readFileSync(file.replace('.yaml', '.baseline.json'), 'utf8'), file)
const { plan, catalogue, data: loader } = await openDocument(readExperiment(file, experimentFiles, []))
const backend = await loadBackend('wasm')
const data = await loader.load(plan.arms[0])
const engine = { ...baseline.engine, backend: backend.name, version: backend.version }
const surroundings = { arms: plan.arms, engine, machine: machineOf({ provenance: provenance() }), plugins: [] }

const tell = (line) => process.stdout.write(`${line}\n`)
const list = (count) => Array.from({ length: count }, (_, i) => i)

/** A trial with its streams or its arm changed. */
const train = async (arm, seed, { streamOf = (name) => stream(seed, name), change = (same) => same } = {}) => {
  const log = { write: () => {}, close: () => {} }
  const parts = { arm: change(arm), seed, data, backend, catalogue, stream: streamOf, log }
  const { outcome, weights } = await runTrial(parts, new AbortController().signal)
  const { time, ...result } = outcome
  return baselineTrial({ ...result, seed, weights, time: { seconds: time.trainSeconds } })
}

/** The same weights, the examples in another order. */
const inOrder = (order) => (seed) => ({
  streamOf: (name) => stream(seed, order > 0 && name.startsWith('data/shuffle/') ? `${name}/${order}` : name),
})

const halved = () => ({
  change: (arm) => {
    const { training } = arm.config
    const optimizer = { ...training.optimizer, learningRate: training.optimizer.learningRate / 2 }
    return { ...arm, config: { ...arm.config, training: { ...training, optimizer } } }
  },
})

/** As data that lie in folders by class are seen where nothing shuffles them. */
const byClass = Int32Array.from(list(data.train.count).toSorted((a, b) => data.train.labels[a] - data.train.labels[b]))
const unshuffled = (seed) => ({
  streamOf: (name) => {
    const random = stream(seed, name)
    return name.startsWith('data/shuffle/')
      ? Object.assign(Object.create(random), { permutation: () => byClass })
      : random
  },
})

/** Every arm with every seed, by arm and seed. */
const trainAll = async (how) => {
  const pool = new Map()
  for (const arm of plan.arms) {
    pool.set(arm.id, [])
    for (const seed of list(seeds)) pool.get(arm.id).push(await train(arm, seed, how(seed)))
  }
  return pool
}

tell(`${plan.arms.length} arms x ${seeds} seeds, ${orders} orders of the data each, on ${backend.version}.`)
const begun = performance.now()
const usual = await trainAll(inOrder(0))
const reordered = []
for (const order of list(orders)) reordered.push(await trainAll(inOrder(order + 1)))
const mistakes = { 'learning rate halved': await trainAll(halved), 'shuffle broken': await trainAll(unshuffled) }
tell(
  `Trained ${plan.arms.length * seeds * (orders + 3)} trials in ${Math.round((performance.now() - begun) / 1000)} s.`,
)

let refused = 0

/** A baseline of five of the seeds; one that the gate refuses, as its message would tell who makes it, is drawn again. */
const drawBaseline = (random) => {
  for (;;) {
    const chosen = [...random.permutation(seeds).subarray(0, baseline.seeds.length)]
    const arms = baseline.arms.map((arm) => ({ ...arm, trials: chosen.map((seed) => usual.get(arm.id)[seed]) }))
    const own = { ...baseline, seeds: chosen, arms }
    try {
      return { own, design: designCheck(own, plan.gate, { workers: 1 }) }
    } catch (error) {
      if (error.problems?.[0]?.code !== 'FANIN_GATE') throw error
      refused++
    }
  }
}
/** A check whose trials are taken from pools; `poolOf` says which, for each seed. */
const replay = async (random, poolOf) => {
  const { own, design } = drawBaseline(random)
  const pools = new Map(own.seeds.map((seed) => [seed, poolOf()]))
  const observed = (wanted) =>
    new Map(plan.arms.map(({ id }) => [id, wanted.map((seed) => pools.get(seed).get(id)[seed])]))
  const before = { baseline: own, starts: [], ...surroundings }
  const trainSeeds = async (wanted) => ({ observed: observed(wanted), failures: [], isOver: false })
  return (await checkTraining(before, plan.gate, design, trainSeeds)).verdict
}

const countVerdicts = async (name, count, poolOf) => {
  const random = stream(0, `gate/${name}`)
  const counts = { pass: 0, regression: 0, inconclusive: 0 }
  for (const _ of list(count)) counts[await replay(random, () => poolOf(random))]++
  tell(`${name}: ${JSON.stringify(counts)} of ${count}`)
  return counts
}

const faults = []
const expectThat = (holds, sentence) => holds || faults.push(sentence)

const same = await countVerdicts('unchanged', checks, () => usual)
expectThat(same.pass === checks, 'Unchanged code does not pass.')
const fresh = await countVerdicts(
  'unchanged, fresh orders of the data',
  checks,
  (random) => reordered[random.integer(orders)],
)
expectThat(fresh.regression <= 2, 'Unchanged code fails too often.')
for (const [name, pool] of Object.entries(mistakes)) {
  const { regression } = await countVerdicts(name, 100, () => pool)
  expectThat(regression >= 95, `Too often not caught: ${name}.`)
}

tell(`Baselines of five seeds that the gate refused: ${refused}.`)

/** The four mistakes in initializers, as factors on what the right ones give. */
const { fanIn, fanOut } = plan.arms[0].fillings[0].parameter
const inKernels = (factor) => (path, value) => (path.endsWith('/kernel') ? value * factor : value)
const wrong = {
  'truncation correction dropped': inKernels(0.8796),
  'fan-in swapped for fan-out': inKernels(Math.sqrt(fanIn / fanOut)),
  'gain sqrt(2) lost': inKernels(Math.SQRT1_2),
  'bias 0.1': (path, value) => (path.endsWith('/bias') ? 0.1 : value),
}

/** The catalogue, with what its initializers fill changed. */
const changed = (change) => ({
  ...catalogue,
  initializers: Object.assign(Object.create(catalogue.initializers), {
    get: (name) => {
      const definition = catalogue.initializers.get(name)
      const create = (options) => (parameter, random) =>
        definition
          .create(options)(parameter, random)
          .map((value) => change(parameter.path, value))
      return { ...definition, create }
    },
  }),
})

for (const [name, change] of Object.entries({ 'nothing wrong': (_, value) => value, ...wrong })) {
  const start = performance.now()
  const starts = plan.arms.flatMap((arm) =>
    baseline.seeds.map((seed) =>
      startOf({ arm, backend, catalogue: changed(change), data, stream: (stream_) => stream(seed, stream_) }, seed),
    ),
  )
  const found = checkStarts({ baseline, starts, ...surroundings })
  const seconds = (performance.now() - start) / 1000
  // Without training each seed is judged by itself: those that are told apart alone are told apart in any check.
  const caught = new Set(found?.starts.map(({ label, seed }) => `${label} ${seed}`)).size
  tell(
    `${name}: ${caught} of ${starts.length} starts told apart in ${seconds.toFixed(1)} s. ${found?.starts[0]?.cause ?? ''}`,
  )
  expectThat(seconds < 10, `Starts take too long: ${name}.`)
  expectThat(caught === (name === 'nothing wrong' ? 0 : starts.length), `Starts are not told apart: ${name}.`)
}

for (const fault of faults) process.stderr.write(`${fault}\n`)
process.exitCode = faults.length > 0 ? 1 : 0
