import { type Baseline, type BaselineArm, counted, printable, shortDigest } from '@fanin/core'
import { formatMean, formatNumber } from '../format.js'
import { layOut } from '../layout.js'
import { summarize } from '../summarize.js'

/** A baseline for people: what it was made of, by whom, and how the arms did. */
export const baselineSummary = (baseline: Baseline): string => {
  const { name, engine, machine, seeds, arms, variants, history } = baseline
  const metrics = Object.keys(arms[0]?.trials[0]?.metrics ?? {})
  const rows = arms.map((arm) => [
    printable(arm.label),
    endsOf(arm),
    ...metrics.map((metric) => formatMean(summarize(valuesOf(arm, metric)))),
  ])
  const [latest] = history
  return [
    `${printable(name)}: ${counted(arms.length, 'arm')} x ${counted(seeds.length, 'seed')} on ${engine.backend} (${engine.version}), Node ${machine.node}, ${machine.arch}.`,
    ...(latest ? [`${latest.at.slice(0, 10)}, ${printable(latest.by)}: ${printable(latest.reason)}`] : []),
    variants.length > 0
      ? `How far other numerics move it was measured on ${variants.join(', ')}.`
      : 'How far other numerics move it was not measured: a part in a thousand is taken for it.',
    '',
    ...layOut({ head: ['arm', 'completed', ...metrics], rows }, 120),
  ].join('\n')
}

const endsOf = ({ trials }: BaselineArm): string =>
  `${trials.filter(({ status }) => status === 'completed').length} of ${trials.length}`

const valuesOf = ({ trials }: BaselineArm, metric: string): readonly number[] =>
  trials.filter(({ status }) => status === 'completed').map(({ metrics }) => Number(metrics[metric]))

/** What one baseline says otherwise than another, a line each. */
export const baselineChanges = (before: Baseline, now: Baseline): readonly string[] => {
  if (before.digest === now.digest) return []
  const simple = (['engine', 'machine', 'gate', 'seeds', 'plugins'] as const).flatMap((key) => {
    const [was, is] = [JSON.stringify(before[key]), JSON.stringify(now[key])]
    return was === is ? [] : [`${key}: ${was} -> ${is}`]
  })
  const reasons = now.history.filter((entry) => !before.history.some(({ at }) => at === entry.at))
  const known = new Map(before.arms.map((arm) => [arm.label, arm]))
  return [
    ...reasons.map(({ at, by, reason }) => `reason: ${reason} (${by}, ${at.slice(0, 10)})`),
    ...simple,
    ...before.arms.filter(({ label }) => !now.arms.some((arm) => arm.label === label)).map(({ label }) => `- ${label}`),
    ...now.arms.flatMap((arm) => {
      const was = known.get(arm.label)
      return was ? armChanges(was, arm) : [`+ ${arm.label}`]
    }),
  ].map(printable)
}

const armChanges = (was: BaselineArm, is: BaselineArm): readonly string[] => {
  const sections = Object.entries(is.sections).filter(([name, digest]) => was.sections[name] !== digest)
  const initial = is.parameters.filter(
    ({ path, sha256 }) => String(was.parameters.find((one) => one.path === path)?.sha256) !== String(sha256),
  )
  const metrics = Object.keys(is.trials[0]?.metrics ?? {}).flatMap((metric) => {
    const [before, now] = [was, is].map((arm) => summarize(valuesOf(arm, metric)).mean ?? null) as [
      number | null,
      number | null,
    ]
    return before === now ? [] : [`${metric} ${formatNumber(before)} -> ${formatNumber(now)}`]
  })
  const changes = [
    ...(sections.length > 0 ? [`${sections.map(([name]) => name).join(', ')} changed`] : []),
    ...(was.data === is.data ? [] : [`data ${shortDigest(was.data)} -> ${shortDigest(is.data)}`]),
    ...(initial.length > 0 ? [`initial weights of ${initial.map(({ path }) => path).join(', ')} changed`] : []),
    ...(endsOf(was) === endsOf(is) ? [] : [`completed ${endsOf(was)} -> ${endsOf(is)}`]),
    ...metrics,
  ]
  return changes.length > 0 ? [`${is.label}: ${changes.join('; ')}`] : []
}
