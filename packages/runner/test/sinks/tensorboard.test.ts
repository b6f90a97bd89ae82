import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recorded } from '@fanin/core'
import { afterAll, describe, expect, it } from '@jest/globals'
import { tensorboardSink } from '../../src/sinks/tensorboard.js'
import { type Board, readEventFile } from './eventFile.js'

const folder = mkdtempSync(join(tmpdir(), 'fanin-board-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const now = () => new Date(1_700_000_000_250)
const start = { kind: 'trial.start', trial: 'f'.repeat(64), label: 'heNormal', seed: 0, attempt: 1 }
const weights = (step: number, low: unknown, high: unknown) => ({
  kind: 'weights',
  step,
  parameters: [
    { path: 'conv2d/kernel', histogram: { low, high, counts: [1, 0, 2 ** 31, 4] } },
    { path: 'conv2d/bias', histogram: { low: 0, high: 0, counts: [16] } },
  ],
})

/** An attempt, and what TensorBoard has to show of it. */
const attempt = [
  start,
  weights(0, -1, 1),
  { kind: 'step', step: 1, loss: 0.1, learningRate: 0.05 },
  {
    kind: 'probe',
    step: 1,
    parameters: [{ path: 'conv2d/kernel', std: 0.5, gradient: 1e-30 }],
    layers: [{ layer: 'conv2d', std: 2, gradient: 0.25, cosine: 1 }],
    noiseScale: 100,
  },
  { kind: 'step', step: 2, loss: Number.NaN, learningRate: 0.04 },
  { kind: 'step', step: 3_000_000_000, loss: 'Infinity', learningRate: 0 },
  { kind: 'warning', message: 'Die Pfäde sind lang: 漢字 🎛' },
  {
    kind: 'epoch',
    epoch: 1,
    steps: 3_000_000_000,
    learningRate: 0,
    train: { loss: 2, accuracy: 0.5 },
    validation: { loss: '-Infinity' },
    test: { loss: 3, accuracy: 0.25 },
  },
  { kind: 'diverged', step: 2, quantity: 'loss', value: 'NaN' },
  weights(4, 'NaN', 'NaN'),
  { kind: 'trial.end', status: 'diverged', seconds: 1.5 },
]
const bias = [[0, 0, 16]]
const shown: Board = {
  'loss/step': [
    [1, Math.fround(0.1)],
    [2, Number.NaN],
    [3_000_000_000, Number.POSITIVE_INFINITY],
  ],
  learningRate: [
    [1, Math.fround(0.05)],
    [2, Math.fround(0.04)],
    [3_000_000_000, 0],
  ],
  'std/conv2d/kernel': [[1, 0.5]],
  'gradient/conv2d/kernel': [[1, Math.fround(1e-30)]],
  'loss/train': [[3_000_000_000, 2]],
  'loss/validation': [[3_000_000_000, Number.NEGATIVE_INFINITY]],
  'loss/test': [[3_000_000_000, 3]],
  'accuracy/train': [[3_000_000_000, 0.5]],
  'accuracy/test': [[3_000_000_000, 0.25]],
  'weights/conv2d/kernel': [
    [
      0,
      [
        [-1, -0.5, 1],
        [-0.5, 0, 0],
        [0, 0.5, 2 ** 31],
        [0.5, 1, 4],
      ],
    ],
  ],
  'weights/conv2d/bias': [
    [0, bias],
    [4, bias],
  ],
  'signal/conv2d': [[1, 2]],
  'signalGradient/conv2d': [[1, 0.25]],
  noiseScale: [[1, 100]],
  warning: [[3_000_000_000, 'Die Pfäde sind lang: 漢字 🎛']],
  diverged: [[2, 'loss was NaN at step 2.']],
  end: [[4, 'diverged']],
}

const writeAttempt = (name: string, events: readonly { kind: string }[]): string => {
  const run = join(folder, name)
  const sink = tensorboardSink(run, now)
  for (const event of events) sink.write(event)
  sink.close()
  return run
}

describe('tensorboardSink', () => {
  it('writes one event file, which says everything of an attempt that can be shown', () => {
    const run = writeAttempt('one', attempt)
    const files = readdirSync(run)
    expect(files).toEqual([expect.stringMatching(/^events\.out\.tfevents\.1700000000\./)])
    expect(readEventFile(join(run, files[0] as string))).toEqual({
      version: 'brain.Event:2',
      session: 1,
      board: shown,
    })
  })

  it('writes nothing for events that it does not know', () => {
    const run = writeAttempt('unknown', [start, { kind: 'study.end' }])
    expect(readEventFile(join(run, readdirSync(run)[0] as string)).board).toEqual({})
  })

  it('never writes into the file of another attempt', () => {
    const run = writeAttempt('two', attempt)
    writeAttempt('two', [start])
    expect(readdirSync(run)).toHaveLength(2)
  })
})

/** Python with TensorBoard; `FANIN_PYTHON` names one. */
const python = process.env.FANIN_PYTHON ?? 'python3'
const runPython = (script: string, ...args: string[]) =>
  spawnSync(python, ['-c', script, ...args], { encoding: 'utf8', maxBuffer: 2 ** 26 })

const readWithTensorboard = `
import json, math, sys
from tensorboard.backend.event_processing.plugin_event_accumulator import EventAccumulator
from tensorboard.util.tensor_util import make_ndarray

def plain(value):
    if isinstance(value, list): return [plain(item) for item in value]
    if isinstance(value, bytes): return value.decode()
    if math.isnan(value): return 'NaN'
    return value if math.isfinite(value) else 'Infinity' if value > 0 else '-Infinity'

run = EventAccumulator(sys.argv[1], tensor_size_guidance={tag: 0 for tag in ('scalars', 'histograms', 'text')})
run.Reload()
print(json.dumps({
    tag: [[event.step, plain(make_ndarray(event.tensor_proto).tolist())] for event in run.Tensors(tag)]
    for tag in run.Tags()['tensors']
}))
`

describe('TensorBoard', () => {
  const title = 'shows scalars, histograms and texts as they were written'
  if (runPython('import tensorboard').status !== 0) {
    it.skip(`${title}: skipped, because ${python} has no tensorboard (set FANIN_PYTHON)`, () => {})
    return
  }

  const read = (run: string): Board => JSON.parse(runPython(readWithTensorboard, run).stdout)

  it(title, () => {
    expect(read(writeAttempt('real', attempt))).toEqual(recorded(shown))
  })

  it('shows the last attempt alone where a trial was tried again', () => {
    writeAttempt('again', [{ kind: 'step', step: 1, loss: 9, learningRate: 9 }, ...attempt])
    expect(read(writeAttempt('again', attempt))).toEqual(recorded(shown))
  })
})
