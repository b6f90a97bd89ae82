import type { Result } from '@fanin/core'
import type { ArmReport } from '../src/index.js'

const digest = 'a'.repeat(64)

/** A trial as a record keeps it. */
export const trial = (changes: Partial<Result> = {}): Result => ({
  schema: 'fanin.result/1',
  trial: digest,
  arm: digest,
  label: 'arm',
  values: {},
  seed: 0,
  status: 'completed',
  steps: 94,
  metrics: { loss: 0.5, accuracy: 0.9 },
  epochs: [],
  engine: { fanin: '0.1.0', backend: 'wasm', version: 'tfjs 4.22.0' },
  data: digest,
  weights: { initial: digest, final: digest },
  time: { started: '2026-01-01T00:00:00.000Z', seconds: 12.3, trainSeconds: 12, stepMilliseconds: 9 },
  ...changes,
})

/** An arm with one completed trial for each accuracy. */
export const arm = (label: string, accuracies: readonly number[]): ArmReport => ({
  id: label,
  label,
  values: {},
  trials: accuracies.map((accuracy, seed) => trial({ label, seed, metrics: { loss: 1 - accuracy, accuracy } })),
})

/** The arm with one more trial, of the next seed, which diverged. */
export const andDiverged = (report: ArmReport, step: number): ArmReport => ({
  ...report,
  trials: [
    ...report.trials,
    trial({
      label: report.label,
      seed: report.trials.length,
      status: 'diverged',
      steps: step,
      metrics: { loss: 'NaN', accuracy: 0.1 },
      diverged: { step, quantity: 'loss', value: 'NaN' },
    }),
  ],
})
