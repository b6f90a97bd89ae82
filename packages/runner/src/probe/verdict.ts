import type { Finding, FirstLoss, LayerReport, Verdict } from './report.js'

/** What counts as wrong. Proposals, found on the networks of the papers; each network here has been trained as well. */
const limits = {
  /** Standard deviations of the first and the last layer, of signal or gradient, further apart than this. */
  range: 30,
  /** A layer whose outputs are so many times as wide as its neighbours'. */
  jump: 5,
  saturated: 0.5,
  dead: 0.5,
  /** First losses so many times that of guessing. */
  loss: 4,
} as const

/** Judges a network by its layers in the order of computation. */
export const judge = (layers: readonly LayerReport[], loss: FirstLoss): Verdict => {
  const weighted = layers.filter(({ kernels }) => kernels.length > 0)
  const findings = [
    ...symmetric(weighted),
    ...silent(weighted),
    ...jumps(weighted),
    ...drifting(weighted),
    ...saturated(layers),
    ...dead(layers),
    ...loud(weighted, loss),
  ]
  return { condition: findings[0]?.condition ?? 'healthy', findings }
}

const std = ({ before }: LayerReport): number => Math.sqrt(before.meanSquare)

/**
 * Layers whose units start equal. Zeros are meant where a gradient tells the units apart: at outputs, and at the ends of
 * residual branches.
 */
const symmetric = (layers: readonly LayerReport[]): readonly Finding[] =>
  layers.flatMap(({ layer, units, kernels, endsBranch }): Finding[] => {
    const copies = Math.max(...kernels.map(({ duplicates }) => duplicates))
    const staying = Math.max(...kernels.map(({ inseparable }) => inseparable))
    const isZero = kernels.some(({ rms }) => rms === 0)
    if (copies === 0 || (isZero && (endsBranch || staying === 0))) return []
    const which =
      copies === units - 1
        ? `All ${units} units of ${layer} start equal`
        : `${copies} of the ${units} units of ${layer} are copies of others`
    const end = staying === copies ? ', and no gradient will tell them apart.' : '.'
    const message = isZero ? `The kernel of ${layer} is zero, and no gradient moves it.` : `${which}${end}`
    return [{ condition: 'symmetric', layer, message }]
  })

/** The first layer that puts out nothing at all. Branches may: the way around them is open. */
const silent = (layers: readonly LayerReport[]): readonly Finding[] => {
  const first = layers.find((one) => std(one) === 0 && !one.endsBranch)
  if (!first || first === layers.at(-1)) return []
  const message = `The signal ends at ${first.layer}: its outputs are zero for every input, and no gradient passes it.`
  return [{ condition: 'vanishing', layer: first.layer, factor: 0, message }]
}

/**
 * Layers that are much wider or narrower than what comes before would make them. Heads may be narrow, as no signal goes on
 * from there, and away from zero, as where boxes are rare: whether they are too wide the first loss says.
 */
const jumps = (layers: readonly LayerReport[]): readonly Finding[] => {
  const audible = layers.filter((one) => std(one) > 0 && !one.isHead)
  const factors = audible.slice(1).map((one, i) => std(one) / std(audible[i] as LayerReport))
  const usual = medianOf(factors)
  return factors.flatMap((factor, i): Finding[] => {
    const share = factor / usual
    if (factors.length < 3 || (share <= limits.jump && share >= 1 / limits.jump)) return []
    const { layer } = audible[i + 1] as LayerReport
    const message = `${layer} makes the signal ${times(factor)}, where a layer of this network usually makes it ${times(usual)}.`
    return [{ condition: 'uneven', layer, factor, message }]
  })
}

/** Signal or gradient that grows or shrinks all the way. */
const drifting = (layers: readonly LayerReport[]): readonly Finding[] => {
  const back = layers.toReversed()
  return [
    ...driftOf(layers, layers.map(std), 'signal'),
    ...driftOf(
      back,
      back.map(({ gradient }) => gradient ?? 0),
      'gradient',
    ),
  ]
}

/** Follows a quantity from where it comes from to where it goes; where it is zero, others say so. */
const driftOf = (
  along: readonly LayerReport[],
  values: readonly number[],
  what: 'signal' | 'gradient',
): readonly Finding[] => {
  const layers = along.filter((_, i) => (values[i] as number) > 0)
  const sizes = values.filter((value) => value > 0)
  const [first, last] = [sizes[0] as number, sizes.at(-1) as number]
  const ratio = last / first
  if (layers.length < 3 || (ratio < limits.range && ratio > 1 / limits.range)) return []
  const factor = ratio ** (1 / (layers.length - 1))
  const begins = sizes.findIndex((value) => value / first > 3 || value / first < 1 / 3)
  const condition = ratio > 1 ? 'exploding' : 'vanishing'
  const way = `${what === 'signal' ? 'from' : 'back from'} ${layers[0]?.layer} to ${layers.at(-1)?.layer}`
  const change = condition === 'exploding' ? 'grows' : 'shrinks'
  const message = `The ${what} ${change} ${way} by a factor of ${short(ratio)}, ${short(factor)} a layer.`
  return [{ condition, layer: (layers[begins] as LayerReport).layer, factor, message }]
}

const saturated = (layers: readonly LayerReport[]): readonly Finding[] => {
  const first = layers.find(({ after }) => (after.saturatedShare ?? 0) > limits.saturated)
  if (!first) return []
  const share = Math.round(100 * (first.after.saturatedShare ?? 0))
  const message = `${share} % of the outputs of ${first.layer} are at the flat ends of ${first.activation}.`
  return [{ condition: 'saturated', layer: first.layer, message }]
}

const dead = (layers: readonly LayerReport[]): readonly Finding[] => {
  const first = layers.find(
    ({ after, activation }) => activation !== 'linear' && after.deadUnits > limits.dead && after.deadUnits < 1,
  )
  if (!first) return []
  const message = `${Math.round(100 * first.after.deadUnits)} % of the units of ${first.layer} are zero for every example.`
  return [{ condition: 'dead', layer: first.layer, message }]
}

/** Outputs so wide that the first loss is far above that of guessing. */
const loud = (layers: readonly LayerReport[], { measured, guessing }: FirstLoss): readonly Finding[] => {
  const last = layers.at(-1)
  if (!last || Number.isFinite(measured) === false) {
    return last ? [{ condition: 'exploding', layer: last.layer, message: `The first loss is ${measured}.` }] : []
  }
  if (guessing === undefined || measured < limits.loss * guessing) return []
  const message = `The first loss is ${short(measured)}, where guessing costs ${short(guessing)}: ${last.layer} is too wide.`
  return [{ condition: 'exploding', layer: last.layer, message }]
}

const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 1

const times = (factor: number): string => `${short(factor)} times as wide`

const short = (value: number): string => String(Number(value.toPrecision(3)))
