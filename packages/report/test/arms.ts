import type { ArmReport, TrialRecord } from '../src/index.js'

/** A trial as a record keeps it. */
export const trial = (changes: Partial<TrialRecord> = {}): TrialRecord => ({
  schema: 'fanin.result/1',
  trial: 't',
  arm: 'a',
  label: 'arm',
  seed: 0,
  status: 'completed',
  steps: 94,
  metrics: { loss: 0.5, accuracy: 0.9 },
  epochs: [],
  time: { seconds: 12.3 },
  ...changes,
})

/** An arm with one completed trial for each accuracy. */
export const arm = (label: string, accuracies: readonly number[]): ArmReport => ({
  id: label,
  label,
  values: {},
  trials: accuracies.map((accuracy, seed) => trial({ label, seed, metrics: { loss: 1 - accuracy, accuracy } })),
})

/** The arm with one more trial, which diverged. */
export const andDiverged = (report: ArmReport, step: number): ArmReport => ({
  ...report,
  trials: [
    ...report.trials,
    trial({
      status: 'diverged',
      steps: step,
      metrics: { loss: 'NaN', accuracy: 0.1 },
      diverged: { step, quantity: 'loss', value: 'NaN' },
    }),
  ],
})
