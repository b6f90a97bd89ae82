import { printable } from '@fanin/core'
import { formatNumber } from '../../format.js'
import { escapeMarkdown, layOut, markdownLines, type Table } from '../../layout.js'
import { summarize } from '../../summarize.js'
import type { Check } from '../check.js'
import type { Smallest } from '../design.js'
import type { Curves, Explanation } from '../explain.js'
import type { CellOutcome } from '../judge.js'
import type { Rates, SelfTest } from '../selfTest.js'
import { sparklines } from './sparkline.js'

const outcomes: Readonly<Record<CellOutcome, string>> = {
  regression: 'regression',
  noWorse: 'no worse',
  better: 'better',
  inconclusive: 'cannot tell',
}

/** A check for a terminal. */
export const checkText = (check: Check, told: Explanation, smallest: readonly Smallest[]): string =>
  [
    told.headline,
    ...told.remarks.map(({ label, message }) => `- ${label === undefined ? '' : `${label}: `}${message}`),
    ...(check.cells.length > 0 ? ['', ...layOut(cellsTable(check), 120)] : []),
    ...(told.curves ? ['', ...curveLines(told.curves)] : []),
    ...(told.cause ? ['', `Likely cause: ${told.cause}`] : []),
    ...(told.reproduce ? [`See it again: fanin ${told.reproduce}`] : []),
    ...(smallest.length > 0 ? ['', smallestText(smallest)] : []),
  ]
    .map(printable)
    .join('\n')

/** The same as Markdown, for the summary of a workflow. */
export const checkMarkdown = (check: Check, told: Explanation, smallest: readonly Smallest[]): string =>
  [
    `### ${escapeMarkdown(printable(told.headline))}`,
    '',
    ...told.remarks.map(
      ({ label, message }) =>
        `- ${label === undefined ? '' : `**${escapeMarkdown(printable(label))}**: `}${escapeMarkdown(printable(message))}`,
    ),
    ...(check.cells.length > 0 ? ['', ...markdownLines(cellsTable(check))] : []),
    ...(told.curves ? ['', '```', ...curveLines(told.curves).map(printable), '```'] : []),
    ...(told.cause ? ['', `Likely cause: ${escapeMarkdown(printable(told.cause))}`] : []),
    ...(told.reproduce ? ['', 'See it again:', '', '```sh', printable(`npx fanin ${told.reproduce}`), '```'] : []),
    ...(smallest.length > 0 ? ['', escapeMarkdown(printable(smallestText(smallest)))] : []),
    '',
  ].join('\n')

const cellsTable = ({ cells, tier }: Check): Table => ({
  head: ['arm', 'by', 'baseline', 'now', 'margin', 'seeds', tier === 'statistics' ? 'outcome' : 'shift'],
  rows: cells.map(({ cell, shift, outcome }) => [
    printable(cell.label),
    printable(cell.name),
    formatNumber(summarize([...cell.before].filter(([seed]) => cell.now.has(seed)).map(([, value]) => value)).mean),
    formatNumber(summarize([...cell.now.values()]).mean),
    formatNumber(cell.margin),
    sparklines([[...cell.before.values()], [...cell.now.values()]]).join(' '),
    tier === 'statistics' ? outcomes[outcome] : formatNumber(shift.mean),
  ]),
  text: 2,
})

const curveLines = ({ label, seed, what, before, now }: Curves): readonly string[] => {
  const [was, is] = sparklines([before, now]) as [string, string]
  const ends = (values: readonly number[]): string =>
    `${formatNumber(values[0] ?? null)} to ${formatNumber(values.at(-1) ?? null)}`
  return [
    `${what} by epoch, ${label}, seed ${seed}`,
    `  baseline ${was}  ${ends(before)}`,
    `  now      ${is}  ${ends(now)}`,
  ]
}

/** Said so that nobody takes a pass for more than it is. */
const smallestText = (smallest: readonly Smallest[]): string => {
  const falls = smallest.map(({ label, difference }) => `${label} by ${Number(difference.toPrecision(2))}`)
  return `The smallest change of ${smallest[0]?.name} that four of five checks would see, were trials to differ like those of fresh seeds: ${falls.join(', ')}. Those of the same seeds and data differ less.`
}

/** What a gate says of itself. */
export const selfTestText = ({ checks, unchanged, worse }: SelfTest, smallest: readonly Smallest[]): string =>
  [
    `The gate against its own baseline, ${checks} checks drawn from its trials.`,
    'Code that changes no bit always passes where the backend promises bits. These trials go as those of fresh seeds would:',
    '',
    ...layOut(
      {
        head: ['code', 'pass', 'regression', 'inconclusive'],
        rows: [
          ['unchanged', ...ratesOf(unchanged)],
          ...worse.map(({ margins, ...rates }) => [`one arm worse by ${margins} margins`, ...ratesOf(rates)]),
        ],
      },
      120,
    ),
    '',
    `False alarms: ${percent(unchanged.regression)} of checks.`,
    ...(smallest.length > 0 ? [smallestText(smallest)] : []),
  ]
    .map(printable)
    .join('\n')

const ratesOf = ({ pass, regression, inconclusive }: Rates): readonly string[] =>
  [pass, regression, inconclusive].map(percent)

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
