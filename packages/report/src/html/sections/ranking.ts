import { formatInterval, formatNumber } from '../../format.js'
import { bestOf } from '../../verdict.js'
import { rankingChart } from '../charts/ranking.js'
import { html } from '../markup.js'
import type { PageData } from '../pageData.js'
import { type Section, table } from './section.js'

/** More arms make a chart longer than anyone scrolls. */
const mostCharted = 60

/** The arms, the best first: as a chart and as a table. */
export const rankingSection = ({ plotter, comparison, reports, nameOf }: PageData): Section => {
  const { arms, metric } = comparison
  const best = bestOf(comparison)?.id
  const charted = { ...comparison, arms: arms.slice(0, mostCharted) }
  const hasTarget = arms.some(({ stepsToTarget }) => stepsToTarget)
  const rows = arms.map(({ id, n, diverged, mean, median, std, t, bootstrap, stepsToTarget }) => [
    `${nameOf(id)}${id === best ? ' ★' : ''}`,
    ...[mean, median, std].map(formatNumber),
    ...[formatInterval(t), formatInterval(bootstrap), `${n}`, `${diverged}`],
    ...(hasTarget ? [stepsText(stepsToTarget)] : []),
  ])
  const heads = ['arm', 'mean', 'median', 'std', '95 % interval (t)', '95 % interval (bootstrap)', 'n', 'diverged']
  return {
    id: 'ranking',
    title: 'Ranking',
    body: html`${rankingChart(plotter, charted, reports, nameOf)}
<p class="note">By ${metric} on the test split, ${comparison.lowIsBetter ? 'lower' : 'higher'} is better. Grey dots are
seeds; blue is the mean with its 95 % interval by Student's t. ★ is better than every other arm.</p>
${table(hasTarget ? [...heads, 'steps to target'] : heads, rows)}`,
  }
}

type Steps = PageData['comparison']['arms'][number]['stepsToTarget']

const stepsText = (steps: Steps): string => {
  if (!steps) return '-'
  const { median, reached, n } = steps
  return `${median === null ? 'not reached by half' : median} (${reached} of ${n})`
}
