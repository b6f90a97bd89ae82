import { printable } from '@fanin/core'
import type { ComparedArm, ComparedPair, Comparison } from './comparison.js'
import { formatInterval, formatNumber, formatP } from './format.js'
import { escapeMarkdown, layOut, markdownLines, type Table } from './layout.js'
import { bestOf } from './verdict.js'

/** How a comparison is shown. */
export interface TextOptions {
  readonly width?: number
  /** Every pair, where those of the leader are shown otherwise. */
  readonly allPairs?: boolean
}

/** A comparison as text: verdict, arms, pairs and warnings. */
export const comparisonText = (comparison: Comparison, { width = 100, allPairs = false }: TextOptions = {}): string => {
  const pairs = pairsTable(comparison, allPairs)
  const isCut = pairs.rows.length < comparison.pairs.length
  const cut = isCut ? ' Of the leader alone; --pairs shows all, and --out FILE writes them.' : ''
  return [
    verdictLine(comparison),
    '',
    armsTitle(comparison),
    '',
    ...layOut(armsTable(comparison), width),
    ...(pairs.rows.length > 0 ? ['', `${pairsTitle}${cut}`, '', ...layOut(pairs, width)] : []),
    ...comparison.warnings.flatMap((warning) => ['', `Warning: ${warning}`]),
  ].join('\n')
}

/** The same as Markdown. */
export const comparisonMarkdown = (comparison: Comparison): string => {
  const pairs = pairsTable(comparison, true)
  return [
    `# Comparison by ${escapeMarkdown(printable(comparison.metric))}`,
    '',
    `**${escapeMarkdown(comparison.verdict)}**`,
    '',
    escapeMarkdown(armsTitle(comparison)),
    '',
    ...markdownLines(armsTable(comparison)),
    ...(pairs.rows.length > 0 ? ['', escapeMarkdown(pairsTitle), '', ...markdownLines(pairs)] : []),
    ...(comparison.warnings.length > 0 ? ['', '## Warnings', ''] : []),
    ...comparison.warnings.map((warning) => `- ${escapeMarkdown(warning)}`),
    '',
  ].join('\n')
}

const armsTitle = ({ metric, lowIsBetter }: Comparison): string =>
  `Arms by ${printable(metric)}, ${lowIsBetter ? 'lower' : 'higher'} is better. Intervals hold the mean with 95 %, by Student's t ` +
  'and by bootstrap (BCa, which is too narrow for fewer than ten seeds).'

const pairsTitle =
  "Pairs by seed: mean difference with its 95 % interval by paired t; p-values of the t and of Wilcoxon's test after " +
  "Holm's correction; Hedges' g; P, that a trial of the first arm beats one of the other."

const verdictLine = (comparison: Comparison): string => `${bestOf(comparison) ? '* ' : ''}${comparison.verdict}`

const armsTable = (comparison: Comparison): Table => {
  const best = bestOf(comparison)
  const target = comparison.arms.find(({ stepsToTarget }) => stepsToTarget)?.stepsToTarget?.target
  return {
    head: [
      ...['arm', 'n', 'mean', '95 % by t', '95 % by bootstrap', 'median', 'std'],
      ...(target === undefined ? [] : [`steps to ${target}`, 'reached']),
    ],
    rows: comparison.arms.map((arm) => [`${printable(arm.label)}${arm === best ? ' *' : ''}`, ...armCells(arm)]),
  }
}

const armCells = ({ n, diverged, mean, t, bootstrap, median, std, stepsToTarget }: ComparedArm): readonly string[] => [
  diverged > 0 ? `${n} of ${n + diverged}` : `${n}`,
  formatNumber(mean),
  formatInterval(t),
  formatInterval(bootstrap),
  formatNumber(median),
  formatNumber(std),
  ...(stepsToTarget ? [`${stepsToTarget.median ?? '-'}`, `${stepsToTarget.reached} of ${stepsToTarget.n}`] : []),
]

const outcomes = { better: 'better', worse: 'worse', cannotTell: 'cannot tell' } as const

const pairsTable = ({ arms, pairs }: Comparison, all: boolean): Table => {
  const labels = new Map(arms.map(({ id, label }) => [id, printable(label)]))
  const shown = all ? pairs : pairs.filter(({ a }) => a === arms[0]?.id)
  return {
    head: ['arm', 'against', 'n', 'difference', '95 % interval', 'p (t)', 'p (W)', 'g', 'P', 'outcome'],
    rows: shown.map((pair) => [labels.get(pair.a) as string, labels.get(pair.b) as string, ...pairCells(pair)]),
    text: 2,
  }
}

const pairCells = (pair: ComparedPair): readonly string[] => [
  `${pair.n}`,
  formatNumber(pair.difference),
  formatInterval(pair.interval),
  formatP(pair.t?.adjusted ?? null),
  formatP(pair.wilcoxon?.adjusted ?? null),
  pair.effectSize === null ? '-' : pair.effectSize.toFixed(2),
  pair.probability === null ? '-' : pair.probability.toFixed(2),
  outcomes[pair.outcome],
]
