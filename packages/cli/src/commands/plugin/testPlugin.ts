import type { Definition, Plugin } from '@fanin/core'
import { type Check, calibratorChecks, definitionChecks, initializerChecks, isDeterministic } from '@fanin/core/testing'
import { loadPlugin } from '@fanin/runner'
import { type Answer, exitCodes } from '../../io.js'
import { columns } from '../../table.js'

/** `fanin plugin test`: holds everything that a plugin provides to the kit, promises aside, which its own tests know. */
export const testPlugin = async (path = '.'): Promise<Answer> => {
  const plugin = await loadPlugin(path)
  const results = checksOf(plugin).map(({ of, check }) => ({ of, check: check.title, ...outcomeOf(check) }))
  const failed = results.filter(({ passed }) => !passed)
  const rows = results.map(({ of, check, passed }, i) => [
    of === results[i - 1]?.of ? '' : of,
    check,
    passed ? 'passed' : 'FAILED',
  ])
  const total = `${results.length - failed.length} of ${results.length} checks passed.`
  const reasons = failed.map(({ of, check, message }) => `\n${of} ${check}: FAILED\n${message}`)
  return {
    text: [columns([plugin.meta.name, 'check', ''], rows), ...reasons, '', total].join('\n'),
    json: { plugin: plugin.meta, passed: failed.length === 0, checks: results },
    exitCode: failed.length === 0 ? exitCodes.done : exitCodes.someFailed,
  }
}

interface Checked {
  readonly of: string
  readonly check: Check
}

const checksOf = (plugin: Plugin): readonly Checked[] => {
  const { initializers = [], calibrators = [], datasets = [], layers = [], losses = [], metrics = [] } = plugin
  const of = ({ name }: Definition, checks: readonly Check[]): readonly Checked[] =>
    checks.map((check) => ({ of: `${plugin.meta.namespace}/${name}`, check }))
  return [
    ...initializers.flatMap((one) => of(one, initializerChecks(one, { deterministic: isDeterministic(one) }))),
    ...calibrators.flatMap((one) => of(one, calibratorChecks(one))),
    ...[datasets, layers, losses, metrics].flat().flatMap((one) => of(one, definitionChecks(one))),
  ]
}

const outcomeOf = ({ run }: Check): { readonly passed: boolean; readonly message?: string } => {
  try {
    run()
    return { passed: true }
  } catch (error) {
    return { passed: false, message: error instanceof Error ? error.message : String(error) }
  }
}
