import type { AttemptEvent, Result, StudyFile } from '@fanin/core'
import type { StudyRecords } from '../../src/index.js'

const digestOf = (i: number): string => i.toString(16).padStart(64, '0')

/** Texts for every place of a study that somebody else may fill. */
export interface Words {
  readonly name: string
  readonly label: (arm: number) => string
  readonly path: string
  readonly className: string
  readonly message: string
}

/** What a study of two swept axes leaves behind, with one diverged and one failed trial. */
export const recordsOf = (words: Words, { arms = 4, seeds = 3 } = {}): StudyRecords => {
  const armIds = Array.from({ length: arms }, (_, i) => digestOf(i + 1))
  const reports = armIds.map((id, i) => ({
    id,
    label: words.label(i),
    values: { [words.path]: words.label(i % 2), 'training.batchSize': i < 2 ? 16 : 32 },
    trials: Array.from({ length: seeds }, (_, seed) => resultOf(id, i, seed, words)),
  }))
  const trials = reports.flatMap((arm) => arm.trials)
  return {
    folder: '/studies/one',
    study: studyOf(words, reports, trials),
    experiment: `name: ${words.name}\n`,
    arms: reports,
    failures: [
      { trial: digestOf(99), label: words.label(0), seed: 9, status: 'failed', attempts: 1, message: words.message },
    ],
    missing: 1,
    faults: [
      { file: 'events.jsonl', line: 3, offset: 120, reason: 'the check sum does not fit the line', torn: false },
    ],
    logOf: () => log(words),
    predictionsOf: () => ({
      schema: 'fanin.predictions/1',
      shape: [2, 2, 1],
      images: [
        { pixels: bytes(0, 80, 160, 255), masks: { truth: bytes(0, 0, 1, 1), found: bytes(0, 1, 1, 2) } },
        { pixels: bytes(9, 9, 9, 9), boxes: { truth: [[0, 0, 0, 0.5, 1]], found: [[1, 0, 0, 1, 1, 0.7]] } },
      ],
    }),
    filtersOf: () => ({
      schema: 'fanin.filters/1',
      path: words.path,
      shape: [2, 2, 1, 3],
      initial: Array.from({ length: 12 }, (_, i) => i / 12),
      final: Array.from({ length: 12 }, (_, i) => -i / 12),
    }),
  }
}

const bytes = (...values: number[]): string => Buffer.from(values).toString('base64')

const resultOf = (arm: string, i: number, seed: number, words: Words): Result => {
  const accuracy = 0.5 + 0.1 * i + 0.01 * seed
  const isBad = i === 3 && seed === 0
  const metrics = { loss: isBad ? ('NaN' as const) : 1 - accuracy, accuracy: isBad ? 0.1 : accuracy }
  const epoch = (number: number) => ({
    ...{ epoch: number, steps: 2 * number, learningRate: 0.1 },
    train: { loss: 2 / number, accuracy },
    test: { loss: 2 / number, accuracy: accuracy - 0.1 / number },
  })
  return {
    schema: 'fanin.result/1',
    ...{ trial: digestOf(100 * (i + 1) + seed), arm, label: words.label(i), values: {}, seed, steps: 4, metrics },
    status: isBad ? 'diverged' : 'completed',
    ...(isBad && { diverged: { step: 3, quantity: words.message, value: 'NaN' as const } }),
    epochs: [epoch(1), epoch(2)],
    perClass: { accuracy: [accuracy, 'NaN'] },
    precision: [[1, 0.5, 0.25], []],
    confusion: [
      [3, 1],
      [0, 4],
    ],
    engine: { fanin: '0.1.0', backend: 'wasm', version: words.message },
    data: digestOf(7),
    weights: { initial: digestOf(8), final: digestOf(9) },
    time: { started: '2026-01-01T00:00:00.000Z', seconds: 1, trainSeconds: 1, stepMilliseconds: 2 },
  }
}

const studyOf = (words: Words, arms: StudyRecords['arms'], trials: readonly Result[]): StudyFile => ({
  schema: 'fanin.study/1',
  id: digestOf(1),
  name: words.name,
  description: words.message,
  seeds: [0, 1, 2],
  arms: arms.map(({ id, label, values }) => ({ id, label, values: { ...values }, config: {} })),
  trials: trials.map(({ trial, arm, seed, data }) => ({ id: trial, arm, seed, data })),
  data: [
    {
      ...{ digest: digestOf(7), inputShape: [28, 28, 1], classes: [words.className, 'other'] },
      ...{ trainCount: 8, testCount: 8 },
    },
  ],
  plugins: [{ name: words.name, version: words.message, path: words.path, digest: digestOf(6) }],
  engine: { fanin: '0.1.0', backend: 'wasm', version: words.message },
  provenance: {
    fanin: '0.1.0',
    node: words.message,
    machine: { os: words.name, arch: 'x64', cpu: words.message, cores: 2, memory: 2 ** 33 },
    git: { commit: words.message, dirty: true },
  },
})

const log = (words: Words): readonly AttemptEvent[] => {
  const line = { v: 'fanin.event/1' as const, time: '2026-01-01T00:00:00.000Z', crc: '00000000' }
  const path = `${words.path}/kernel`
  const histogram = { low: -1, high: 1, counts: [1, 2, 3] }
  const look = { path, mean: 0, std: 0.1, gradient: 0.01, update: 0.001, distance: 0.1 }
  const signal = { layer: words.path, mean: 0, std: 1, gradient: 0.5, cosine: 0.1, zeroShare: 0.5, deadUnits: 0 }
  return [
    { ...line, seq: 0, kind: 'weights', step: 0, parameters: [{ path, histogram }] },
    { ...line, seq: 1, kind: 'step', step: 1, loss: 2, learningRate: 0.1 },
    { ...line, seq: 2, kind: 'probe', step: 1, parameters: [look], layers: [signal] },
    { ...line, seq: 3, kind: 'step', step: 2, loss: 1.5, learningRate: 0.1 },
    {
      ...line,
      seq: 4,
      kind: 'probe',
      step: 2,
      parameters: [{ ...look, gradient: 0.1 }],
      layers: [{ ...signal, std: 2 }],
    },
    { ...line, seq: 5, kind: 'weights', step: 2, parameters: [{ path, histogram }] },
  ]
}
