import { counted } from '@fanin/core'
import { openExperiment } from '@fanin/runner/experiment'
import type { Answer } from '../io.js'
import { columns, thousands } from '../table.js'

/** `fanin plan`: what would run. */
export const plan = async (file: string, overrides: readonly string[]): Promise<Answer> => {
  const { plan } = await openExperiment(file, overrides)
  const arms = plan.arms.map(({ id, label, values, architecture, config }) => {
    const parameters = architecture.nodes
      .flatMap((node) => node.parameters)
      .reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0)
    return { id, label, values, parameters, epochs: config.training.epochs, batchSize: config.training.batchSize }
  })
  const rows = arms.map(({ id, label, parameters, epochs, batchSize }) => [
    id.slice(0, 8),
    label,
    thousands(parameters),
    String(epochs),
    String(batchSize),
  ])
  const head = ['arm', 'label', 'parameters', 'epochs', 'batch']
  const text = [
    columns(head, rows, ['parameters', 'epochs', 'batch']),
    '',
    `${counted(arms.length, 'arm')} x ${counted(plan.seeds.length, 'seed')} (${seedsText(plan.seeds)}) = ${counted(plan.trials.length, 'trial')}.`,
  ].join('\n')
  const trials = plan.trials.map(({ arm, seed }) => ({ arm: arm.id, seed }))
  return { text, json: { name: plan.name, study: plan.id, seeds: plan.seeds, arms, trials } }
}

const seedsText = (seeds: readonly number[]): string =>
  seeds.length > 8 ? `${seeds.slice(0, 3).join(', ')}, ..., ${seeds.at(-1)}` : seeds.join(', ')
