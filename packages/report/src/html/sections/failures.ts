import { html } from '../markup.js'
import type { PageData } from '../pageData.js'
import { type Section, table } from './section.js'

/** Longer lists are in the logs. */
const mostRows = 200

/** What diverged, what failed and why, what is missing, and what is damaged; nothing where all went well. */
export const failuresSection = ({ records, nameOf }: PageData): Section | undefined => {
  const { arms, failures, missing, faults } = records
  const diverged = arms.flatMap(({ id, trials }) =>
    trials.flatMap(({ diverged: where, seed, steps }) =>
      where ? [[`${nameOf(id)}, seed ${seed}`, `${where.step}`, where.quantity, `${where.value}`, `${steps}`]] : [],
    ),
  )
  const failed = failures.map(({ label, seed, status, attempts, message }) => [
    ...[`${label}, seed ${seed}`, status, `${attempts}`, message],
  ])
  const damaged = faults.map(({ file, line, offset, reason }) => [file, `${line}`, `${offset}`, reason])
  if (diverged.length + failed.length + damaged.length + missing === 0) return undefined
  return {
    id: 'failures',
    title: 'What went wrong',
    body: html`
${diverged.length > 0 && html`<h3>Diverged</h3>${table(['trial', 'step', 'quantity', 'value', 'steps'], diverged.slice(0, mostRows))}`}
${failed.length > 0 && html`<h3>Failed</h3>${table(['trial', 'end', 'attempts', 'why'], failed.slice(0, mostRows), 'why')}`}
${damaged.length > 0 && html`<h3>Damaged logs</h3>${table(['file', 'line', 'byte', 'what'], damaged.slice(0, mostRows))}`}
${missing > 0 && html`<p>${missing} trials have not been run yet. Run the same command again to go on.</p>`}`,
  }
}
