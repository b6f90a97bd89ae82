import { printable } from '@fanin/core'
import { escapeText } from '../../html/markup.js'
import type { Check } from '../check.js'
import type { Explanation } from '../explain.js'
import type { JudgedCell } from '../judge.js'

interface Case {
  readonly label: string
  readonly name: string
  readonly problem?: { readonly element: 'failure' | 'error'; readonly message: string }
}

/**
 * A check as JUnit XML: a case for each arm and metric, or for each arm where its start decided. A regression is a
 * failure; what cannot be told or compared is an error.
 */
export const checkJunit = (
  check: Check,
  told: Explanation,
  name: string,
  labels: readonly string[],
  seconds: number,
): string => {
  const cases = casesOf(check, told, labels)
  const count = (element: 'failure' | 'error'): number =>
    cases.filter(({ problem }) => problem?.element === element).length
  const counts = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="fanin check" ${counts} time="${seconds.toFixed(3)}">`,
    `  <testsuite name="${quoted(name)}" ${counts} skipped="0" time="${seconds.toFixed(3)}">`,
    ...cases.flatMap((one) => caseLines(one, name)),
    `    <system-out>${escapeText(printable([told.headline, told.cause].filter(Boolean).join(' ')))}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

const casesOf = (check: Check, told: Explanation, labels: readonly string[]): readonly Case[] => {
  if (check.verdict === 'notComparable') {
    const message = [told.headline, ...told.remarks.map((remark) => remark.message)].join(' ')
    return [{ label: 'baseline', name: 'is comparable', problem: { element: 'error', message } }]
  }
  const isByArm = check.tier === 'starts' || check.failures.length > 0
  return isByArm
    ? labels.map((label) => armCase(check, told, label))
    : check.cells.map((cell) => cellCase(check, told, cell))
}

/** An arm whose start or whose trials were not as they have to be. */
const armCase = ({ tier, verdict }: Check, { remarks }: Explanation, label: string): Case => {
  const name = tier === 'starts' ? 'starts' : 'trains'
  const message = remarks.flatMap((remark) => (remark.label === label ? [remark.message] : [])).join(' ')
  const element = verdict === 'regression' ? 'failure' : 'error'
  return { label, name, ...(message !== '' && { problem: { element, message } }) }
}

const cellCase = (check: Check, { remarks, headline }: Explanation, { cell, outcome }: JudgedCell): Case => {
  const { label, name, gate } = cell
  const isDecisive = check.verdict !== 'pass' && check.tier === 'statistics' && gate.level === 'error'
  const element = outcome === 'regression' ? 'failure' : 'error'
  if (!isDecisive || (outcome !== 'regression' && outcome !== 'inconclusive')) return { label, name }
  const remark = remarks.find((one) => one.label === label && one.message.startsWith(name))
  return { label, name, problem: { element, message: remark?.message ?? headline } }
}

const caseLines = ({ label, name, problem }: Case, suite: string): readonly string[] => {
  const open = `    <testcase classname="${quoted(`${suite}.${label}`)}" name="${quoted(name)}" time="0"`
  if (!problem) return [`${open}/>`]
  const { element, message } = problem
  return [
    `${open}>`,
    `      <${element} message="${quoted(message)}">${escapeText(printable(message))}</${element}>`,
    '    </testcase>',
  ]
}

const quoted = (text: string): string => escapeText(printable(text))
