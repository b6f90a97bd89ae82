import { printable } from '@fanin/core'
import { escapeText } from '../../html/markup.js'
import type { Check } from '../check.js'
import type { Explanation, Remark } from '../explain.js'

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

const casesOf = (check: Check, { headline, remarks }: Explanation, labels: readonly string[]): readonly Case[] => {
  if (check.verdict === 'notComparable')
    return [{ label: 'baseline', name: 'is comparable', problem: errorOf(remarks, headline) }]
  const remarksOf = (label: string): readonly Remark[] => remarks.filter((remark) => remark.label === label)
  if (check.tier === 'starts' || check.failures.length > 0 || check.cells.length === 0) {
    return labels.map((label) => {
      const messages = remarksOf(label).map(({ message }) => message)
      const element = check.verdict === 'regression' ? 'failure' : 'error'
      return {
        label,
        name: check.tier === 'starts' ? 'starts' : 'trains',
        ...(messages.length > 0 && { problem: { element, message: messages.join(' ') } }),
      }
    })
  }
  const isDecided = check.verdict === 'pass' || check.tier !== 'statistics'
  return check.cells.map(({ cell, outcome }) => {
    const message = remarksOf(cell.label).find((remark) => remark.message.startsWith(cell.name))?.message ?? headline
    const isBinding = cell.gate.level === 'error' && !isDecided
    if (isBinding && outcome === 'regression') return { ...caseOf(cell), problem: { element: 'failure', message } }
    if (isBinding && outcome === 'inconclusive') return { ...caseOf(cell), problem: { element: 'error', message } }
    return caseOf(cell)
  })
}

const caseOf = ({ label, name }: { readonly label: string; readonly name: string }): Case => ({ label, name })

const errorOf = (remarks: readonly Remark[], headline: string): NonNullable<Case['problem']> => ({
  element: 'error',
  message: [headline, ...remarks.map(({ message }) => message)].join(' '),
})

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
