import {
  type Arm,
  canonicalJson,
  FaninError,
  find,
  type Path,
  type Plan,
  type Problem,
  placeOf,
  stream,
} from '@fanin/core'
import type { RunnableCatalogue } from '../catalogue.js'
import type { DataSummary } from '../data/dataset.js'
import type { DataLoader } from '../data/loadData.js'
import { fillParameters } from '../model/fillParameters.js'

/**
 * Checks what only the data, the loss and the initializers themselves can tell. Initializers that the catalogue lacks
 * are not tried: what a plugin does is a matter of its own trials. Throws everything at once; writes nothing.
 */
export const checkPlan = async (plan: Plan, catalogue: RunnableCatalogue, data: DataLoader): Promise<void> => {
  const problems = new Map<string, Problem>()
  const add = (found: readonly Problem[]): void => {
    for (const problem of found) problems.set(`${problem.code} ${problem.message}`, problem)
  }
  for (const arm of plan.arms) {
    const summary = await data.describe(arm).catch((error: unknown) => add(problemsOf(error)))
    if (summary) add([...inputProblems(arm, summary), ...outputProblems(arm, summary, catalogue)])
  }
  add(fillingProblems(plan, catalogue))
  if (problems.size > 0) throw new FaninError([...problems.values()])
}

const problemsOf = (error: unknown): readonly Problem[] => {
  if (FaninError.is(error)) return error.problems
  throw error
}

const at = (arm: Arm, path: Path) => placeOf(arm.document, path)

const inputProblems = (arm: Arm, { inputShape }: DataSummary): readonly Problem[] => {
  const expected = arm.architecture.inputShape
  if (String(expected) === String(inputShape)) return []
  const message = `The model takes inputs of shape [${expected.join(', ')}], and ${arm.config.dataset.type} has [${inputShape.join(', ')}].`
  const hint = `Write inputShape: [${inputShape.join(', ')}].`
  return [{ code: 'FANIN_MODEL_INPUT', message, hint, place: at(arm, ['model', 'inputShape']) }]
}

/** The loss and every metric that is a loss itself must fit what the model puts out. */
const outputProblems = (arm: Arm, { classes }: DataSummary, { losses }: RunnableCatalogue): readonly Problem[] => {
  const last = arm.architecture.nodes.at(-1)
  const activation = last?.layer.activation as string | undefined
  const output = { shape: last?.shape ?? [], activation }
  const { loss, metrics } = arm.config.training
  return [loss, ...metrics].flatMap(({ type, ...options }): Problem[] => {
    const fault = losses.has(type) ? losses.get(type).outputFault(options as never, output, classes.length) : undefined
    return fault ? [{ code: 'FANIN_MODEL_OUTPUT', ...fault, place: at(arm, lastLayer(arm)) }] : []
  })
}

const lastLayer = ({ document }: Arm): Path => {
  const layers = find(document, ['model', 'layers'])
  return ['model', 'layers', layers?.kind === 'list' ? layers.items.length - 1 : 0]
}

/** Larger parameters are left to the trials: what a shape cannot hold shows on small ones too, and at once. */
const mostWeights = 1 << 16

/** Tries every initializer of the catalogue once on every shape that it is to fill. */
const fillingProblems = (plan: Plan, { initializers }: RunnableCatalogue): readonly Problem[] => {
  const tried = new Set<string>()
  return plan.arms.flatMap((arm) =>
    arm.fillings.flatMap((filling) => {
      const { shape } = filling.parameter
      const key = canonicalJson([filling.initializer, shape])
      if (tried.has(key) || shape.reduce((a, b) => a * b, 1) > mostWeights) return []
      if (!initializers.has(filling.initializer.type)) return []
      tried.add(key)
      try {
        fillParameters([filling], initializers, (name) => stream(plan.seeds[0] ?? 0, name))
        return []
      } catch (error) {
        return problemsOf(error)
      }
    }),
  )
}
