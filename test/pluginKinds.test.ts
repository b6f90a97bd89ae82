import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { fanin, faninJson, scratch } from './cli.js'
import { studyIn } from './process.js'

/** One of everything that a plugin can provide. */
const plugin = `
import { createHash } from 'node:crypto'
import { scaled } from './parts/scaled.ts'

const options = (properties: object = {}) => ({ type: 'object', additionalProperties: false, properties }) as const

/** Two classes of flat images: dark and light. */
const split = (count: number) => ({
  count,
  inputs: Float32Array.from({ length: 16 * count }, (_, i) => (Math.floor(i / 16) % 2 ? 1 : -1)),
  labels: Int32Array.from({ length: count }, (_, i) => i % 2),
})

const squares = (tf, { values }, labels) =>
  tf.mean(tf.square(tf.sub(values, tf.oneHot(tf.cast(labels, 'int32'), values.shape[1]))), 1)

export default {
  meta: { name: 'own', namespace: 'own', contract: 1 },
  datasets: [{
    name: 'flat',
    summary: 'Dark and light images.',
    options: options({ count: { type: 'integer', default: 32, description: 'How many examples there are.' } }),
    load: async ({ count }) => ({
      ...{ inputShape: [4, 4, 1], classes: ['dark', 'light'], trainCount: count, testCount: 16 },
      ...{ train: split(count), test: split(16), digest: createHash('sha256').update(String(count)).digest('hex') },
    }),
  }],
  initializers: [{
    name: 'small',
    summary: 'Small normal weights.',
    options: options({ std: { type: 'number', default: 0.01, description: 'The standard deviation.' } }),
    create: ({ std }) => ({ shape }, random) =>
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal(0, std)),
  }],
  calibrators: [{
    name: 'doubled',
    summary: 'Doubles every kernel.',
    options: options(),
    create: () => (network) => {
      for (const { parameters } of network.layers) {
        for (const { path, role } of parameters) {
          if (role === 'kernel') network.set(path, network.get(path).map((value) => 2 * value))
        }
      }
    },
  }],
  layers: [{
    name: 'scaled',
    summary: 'Multiplies its input by a number.',
    options: options({ factor: { type: 'number', default: 2, description: 'The number.' } }),
    outputShape: (_, [input]) => input,
    weights: () => [],
    create: scaled,
  }],
  losses: [{
    name: 'squares',
    summary: 'Squared distance to the target.',
    options: options(),
    absorbs: 'none',
    outputFault: () => undefined,
    create: () => squares,
  }],
  metrics: [
    { name: 'distance', summary: 'Squared distance to the target.', options: options(), create: () => squares },
    {
      name: 'leastRecall',
      summary: 'The least recall of all classes.',
      options: options(),
      score: () => ({ confusion }) => Math.min(...confusion.map((row, i) => row[i] / row.reduce((a, b) => a + b, 0))),
    },
    {
      name: 'recall',
      summary: 'The recall of every class.',
      options: options(),
      score: () => ({ confusion }) => confusion.map((row, i) => row[i] / row.reduce((a, b) => a + b, 0)),
    },
    {
      name: 'size',
      summary: 'The largest weight of the trained model.',
      options: options(),
      examine: () => ({ weights }) => Math.max(...[...weights.values()].flatMap((one) => [...one.dataSync()].map(Math.abs))),
    },
    {
      name: 'torn',
      summary: 'A score of one class too many.',
      options: options(),
      score: () => ({ classes }) => new Array(classes + 1).fill(1),
    },
  ],
}
`

const scaled = `
export const scaled = ({ factor }, { backend: { tf, layers }, name }) => {
  class Scaled extends layers.layers.Layer {
    static readonly className = 'OwnScaled'
    computeOutputShape(shape) { return shape }
    call(inputs) { return tf.tidy(() => tf.mul([inputs].flat()[0], factor)) }
  }
  return new Scaled({ name })
}
`

const experiment = `version: 1
name: own
plugins: [./own.ts]
dataset: { type: own/flat, count: 64 }
model:
  inputShape: [4, 4, 1]
  layers:
    - flatten
    - own/scaled
    - { type: dense, units: 2, name: head }
initializers: { kernel: own/small, calibrate: [own/doubled] }
training: { loss: own/squares, metrics: [own/distance, own/leastRecall, own/recall, own/size, accuracy], epochs: 3, batchSize: 8 }
seeds: 2
backend: wasm
`

const here = scratch({
  'wrong.ts': plugin.replace('i % 2)', 'i % 3)').replaceAll("'own'", "'wrong'"),
  'wrong.yaml': experiment.replaceAll('own/', 'wrong/').replace('own.ts', 'wrong.ts'),
  'own.ts': plugin,
  'parts/scaled.ts': scaled,
  'own.yaml': experiment,
})
afterAll(here.remove)

interface Study {
  arms: { trials: { status: string; metrics: Record<string, number> }[] }[]
}

interface StudyFile {
  plugins: { name: string; version: string; path: string; digest: string }[]
}

describe('a plugin of every kind', () => {
  const run = (out: string) =>
    faninJson<Study>('run', here.path('own.yaml'), '--out', here.path(out), '--quiet', '--workers', '1')

  it('trains with what it provides, in workers too', async () => {
    const { arms } = await run('runs')
    const trials = arms[0]?.trials ?? []
    expect(trials).toHaveLength(2)
    for (const { status, metrics } of trials) {
      expect(status).toBe('completed')
      expect(metrics.accuracy).toBe(1)
      expect(metrics['own/distance']).toBeCloseTo(metrics.loss as number, 6)
      expect(metrics['own/leastRecall']).toBe(1)
      expect(metrics['own/recall']).toBe(1)
      expect(metrics['own/size']).toBeGreaterThan(0.1)
    }
    const folder = join(studyIn(here.path('runs')), 'trials')
    const [trial = ''] = readdirSync(folder)
    const { perClass } = JSON.parse(readFileSync(join(folder, trial, 'result.json'), 'utf8'))
    expect(perClass).toEqual({ 'own/recall': [1, 1] })
  })

  it('fails its trial with words where a score is no number for each class', async () => {
    const { exitCode, stdout } = await fanin(
      ...[
        'run',
        here.path('own.yaml'),
        'training.metrics=[own/torn]',
        'seeds=1',
        '--out',
        here.path('torn'),
        '--workers=1',
      ],
    )
    expect(exitCode).toBe(3)
    expect(stdout).toContain('The metric own/torn returned [ 1, 1, 1 ].')
  })

  it('is told where its data are not what they say', async () => {
    const { exitCode, stderr } = await fanin('validate', here.path('wrong.yaml'))
    expect(stderr).toContain('FANIN_DATA_LABELS')
    expect(stderr).toContain('wrong/flat (train) has the label 2 at example 2, and 2 classes.')
    expect(exitCode).toBe(2)
  })

  it('stands in study.json with its path and a digest of all of its files', async () => {
    const read = (out: string): StudyFile =>
      JSON.parse(readFileSync(join(studyIn(here.path(out)), 'study.json'), 'utf8')) as StudyFile
    const [before] = read('runs').plugins
    expect(before).toMatchObject({ name: './own.ts', version: '', path: here.path('own.ts') })
    writeFileSync(here.path('parts/scaled.ts'), `${scaled}// A comment.\n`)
    await run('changed')
    expect(read('changed').plugins[0]?.digest).not.toBe(before?.digest)
  })

  it.each([
    ['own/flat', 'How many examples there are.'],
    ['own/small', 'The standard deviation.'],
    ['own/doubled', 'Doubles every kernel.'],
    ['own/scaled', 'Multiplies its input by a number.'],
    ['own/squares', 'Squared distance to the target.'],
    ['own/distance', 'Squared distance to the target.'],
  ])('%s is explained, listed, and known to editors', async (name, says) => {
    const from = ['--from', here.path('own.yaml')]
    expect((await fanin('explain', name, ...from)).stdout).toContain(says)
    expect((await fanin('list', ...from)).stdout).toContain(name)
    const { stdout } = await fanin('schema', ...from)
    expect(stdout).toContain(`"const": "${name}"`)
  })
})
