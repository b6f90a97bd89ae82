import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { fanin, faninJson, scratch } from './cli.js'
import { studyIn } from './process.js'

const docs = join(import.meta.dirname, '../docs/schemas')
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true })
for (const name of ['result', 'predictions']) {
  ajv.addSchema(JSON.parse(readFileSync(join(docs, `${name}.schema.json`), 'utf8')), name)
}

const experiment = (task: string, layers: string, training: string): string => `version: 1
name: ${task}
dataset: { type: shapes, task: ${task}, size: 32, train: 24, test: 8 }
model: { inputShape: [32, 32, 3], layers: [${layers}] }
initializers: { calibrate: [lsuv] }
training:
  optimizer: { type: adam, learningRate: 0.003 }
  batchSize: 8
  epochs: 2
  augment: [flip, { type: rotate, degrees: 20 }, crop, colour, cutout]
  ${training}
probe: { every: 2, examples: 8 }
seeds: 1
backend: wasm
`

const here = scratch({
  'segmentation.yaml': experiment(
    'segmentation',
    '{ type: unet, classes: 4, depth: 2, width: 4 }',
    'loss: crossentropyDice\n  metrics: [meanIoU, dice, accuracy]',
  ),
  'detection.yaml': experiment(
    'detection',
    '{ type: detector, classes: 3, width: 4 }',
    'loss: detectionLoss\n  metrics: [mAP50, mAP]',
  ),
})
afterAll(here.remove)

describe('a calibrator of classes', () => {
  it('works on those of pixels, and refuses boxes with its place', async () => {
    const overrides = ['initializers.calibrate.0=classPrior', 'training.epochs=1', '--out', here.path('prior')]
    const { arms } = await faninJson<{ arms: { trials: { status: string }[] }[] }>(
      'run',
      here.path('segmentation.yaml'),
      ...overrides,
    )
    expect(arms[0]?.trials[0]?.status).toBe('completed')
    const { stderr } = await fanin('run', here.path('detection.yaml'), ...overrides)
    expect(stderr).toContain('FANIN_CALIBRATOR_NETWORK')
    expect(stderr).toContain('labels that are classes')
  })
})

describe('a probe before training', () => {
  const firstLoss = async (task: string, ...overrides: string[]) => {
    const { probes } = await faninJson<{ probes: { loss: { measured: number; guessing?: number } }[] }>(
      ...['probe', here.path(`${task}.yaml`), ...overrides],
    )
    return probes[0]?.loss
  }
  const silentHead = 'initializers={ rules: [{ match: head/kernel, use: zeros }] }'

  it.each(['crossentropyDice', 'categoricalCrossentropy', 'meanSquaredError'])(
    'finds a head of zeros to guess, by %s',
    async (loss) => {
      const found = await firstLoss('segmentation', silentHead, `training.loss=${loss}`, 'training.metrics=[accuracy]')
      expect(found?.guessing).toBeGreaterThan(0.1)
      expect(found?.measured).toBeCloseTo(found?.guessing as number, 5)
    },
  )

  it('says nothing of guesses where boxes are found', async () => {
    const found = await firstLoss('detection', 'initializers={}')
    expect(Number.isFinite(found?.measured)).toBe(true)
    expect(found).not.toHaveProperty('guessing')
    const { stdout } = await fanin('probe', here.path('detection.yaml'), 'initializers={}')
    expect(stdout).toMatch(/First loss [\d.]+\.\n/)
  })
})

interface Recorded {
  readonly metrics: Record<string, number>
  readonly perClass: Record<string, (number | string)[]>
  readonly precision?: number[][]
  readonly weights: { final: string }
}

/** Runs a study and answers with what its only trial left behind, and its page. */
const run = async (task: string, out: string, workers: string) => {
  await faninJson('run', here.path(`${task}.yaml`), '--out', here.path(out), '--quiet', '--workers', workers)
  const folder = studyIn(here.path(out))
  const [trial = ''] = readdirSync(join(folder, 'trials'))
  const read = (name: string) => JSON.parse(readFileSync(join(folder, 'trials', trial, name), 'utf8'))
  const result: Recorded = read('result.json')
  return { result, predictions: read('predictions.json'), page: readFileSync(join(folder, 'report.html'), 'utf8') }
}

describe.each([
  ['segmentation', ['meanIoU', 'dice'], 4],
  ['detection', ['mAP50', 'mAP'], 3],
] as const)('%s', (task, scores, classes) => {
  let first: Awaited<ReturnType<typeof run>>
  beforeAll(async () => {
    first = await run(task, `${task}-1`, '1')
  }, 120_000)

  it('is trained, calibrated and probed, and scored by class', () => {
    const { result } = first
    expect(Object.keys(result.metrics).slice(0, 3)).toEqual(['loss', ...scores])
    for (const name of scores) expect(result.perClass[name]).toHaveLength(classes)
    expect(result.precision?.length).toBe(task === 'detection' ? classes : undefined)
  })

  it('leaves results and predictions as their schemas say', () => {
    expect(ajv.validate('result', first.result) ? '' : ajv.errorsText()).toBe('')
    expect(ajv.validate('predictions', first.predictions) ? '' : ajv.errorsText()).toBe('')
    expect(first.predictions.images).toHaveLength(6)
    expect(Buffer.from(first.predictions.images[0].pixels, 'base64')).toHaveLength(32 * 32 * 3)
  })

  it('shows classes and predictions on its page', () => {
    for (const id of ['classes', 'predictions']) expect(first.page).toContain(`id="${id}"`)
  })

  it('gives the same weights again, augmentation and all, in another process or in this one', async () => {
    const again = await run(task, `${task}-2`, '0')
    expect(again.result.weights.final).toBe(first.result.weights.final)
    expect(again.predictions).toEqual(first.predictions)
  }, 120_000)
})
