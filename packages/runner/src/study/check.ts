import {
  type Arm,
  canonicalJson,
  type Definition,
  FaninError,
  find,
  nearest,
  type Path,
  type Plan,
  type Problem,
  placeOf,
  type Registry,
  type Shape,
  stream,
} from '@fanin/core'
import type { RunnableCatalogue } from '../catalogue.js'
import type { DataSummary, Task } from '../data/dataset.js'
import type { DataLoader } from '../data/loadData.js'
import { fillParameters } from '../model/fillParameters.js'
import { measuredNames } from '../training/measures.js'
import type { MetricDefinition } from '../training/metrics/index.js'

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
    if (!summary) continue
    const misfits = taskProblems(arm, summary, catalogue)
    add([...inputProblems(arm, summary), ...misfits])
    if (misfits.length === 0) add(outputProblems(arm, summary, catalogue))
  }
  for (const arm of plan.arms) add(gateProblems(arm, plan))
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

/** What measures single decisions measures those about pixels too. */
const ofDecisions: readonly Task[] = ['classification', 'segmentation']

/** The loss and every metric must be made for what the data set is for. */
const taskProblems = (arm: Arm, data: DataSummary, { losses, metrics }: RunnableCatalogue): readonly Problem[] => {
  const { task = 'classification' } = data
  const { training, dataset } = arm.config
  const { loss, metrics: measured } = training
  const misfits = (name: string, path: Path, registry: Registry<Measuring>): readonly Problem[] => {
    const fits = (one: string): boolean => (registry.get(one).tasks ?? ofDecisions).includes(task)
    if (!registry.has(name) || fits(name)) return []
    const message = `The ${registry.kind} ${name} is not made for ${task}, which is what ${dataset.type} is for here.`
    const hint = `Use one of ${registry.names.filter(fits).join(', ')}.`
    return [{ code: 'FANIN_TASK', message, hint, place: at(arm, path) }]
  }
  const [first] = training.augment ?? []
  const isImage = data.inputShape.length === 3
  return [
    ...(first && !isImage ? [notAnImage(arm, first.type, data.inputShape)] : []),
    ...misfits(loss.type, ['training', 'loss'], losses),
    ...measured.flatMap(({ type }, i) => misfits(type, ['training', 'metrics', i], metrics)),
  ]
}

const notAnImage = (arm: Arm, name: string, inputShape: Shape): Problem => ({
  code: 'FANIN_TASK',
  message: `${name} changes images, and the examples of ${arm.config.dataset.type} have the shape [${inputShape.join(', ')}].`,
  hint: 'Leave `augment` out, or use a data set of images.',
  place: at(arm, ['training', 'augment']),
})

type Measuring = Definition & Pick<MetricDefinition, 'tasks'>

/** The loss and every metric that is a loss itself must fit what the model puts out. */
const outputProblems = (arm: Arm, data: DataSummary, { losses }: RunnableCatalogue): readonly Problem[] => {
  const { classes, inputShape, task } = data
  const last = arm.architecture.nodes.at(-1)
  const shape = last?.shape ?? []
  const isPixelwise = task === 'segmentation'
  if (isPixelwise && String(shape.slice(0, -1)) !== String(inputShape.slice(0, -1)))
    return [unequalMask(arm, shape, data)]
  const activation = last?.layer.activation as string | undefined
  const output = { shape: isPixelwise ? shape.slice(-1) : shape, activation }
  const { loss, metrics } = arm.config.training
  return [loss, ...metrics].flatMap(({ type, ...options }): Problem[] => {
    const fault = losses.has(type) ? losses.get(type).outputFault(options as never, output, classes.length) : undefined
    return fault ? [{ code: 'FANIN_MODEL_OUTPUT', ...fault, place: at(arm, lastLayer(arm)) }] : []
  })
}

const unequalMask = (arm: Arm, shape: Shape, { inputShape, classes }: DataSummary): Problem => {
  const wanted = [...inputShape.slice(0, -1), classes.length]
  const message = `Every pixel has a class, so the model must put out [${wanted.join(', ')}], and it puts out [${shape.join(', ')}].`
  const hint = 'Bring it back to the size of the input, as unet does, before a last conv2d with kernelSize 1.'
  return { code: 'FANIN_MODEL_OUTPUT', message, hint, place: at(arm, lastLayer(arm)) }
}

/** What a gate asks for must be measured. */
const gateProblems = (arm: Arm, { gate }: Plan): readonly Problem[] => {
  const measured = measuredNames(arm.config.training)
  return gate.metrics.flatMap(({ metric }, i): Problem[] => {
    if (measured.includes(metric)) return []
    const near = nearest(metric, measured)
    const hint = `${near ? `Did you mean "${near}"? ` : ''}Measured: ${measured.join(', ')}.`
    const message = `The gate asks for "${metric}", which ${arm.label} does not measure.`
    return [{ code: 'FANIN_GATE', message, hint, place: at(arm, ['gate', 'metrics', i, 'metric']) }]
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
