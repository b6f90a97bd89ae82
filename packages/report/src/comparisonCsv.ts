import type { ComparedArm, ComparedPair, Comparison } from './comparison.js'
import { type CsvCell, csvText } from './csv.js'

/** What a row can hold. A row is an arm, or a pair; what the other kind alone has stays empty. */
const columns = [
  ...['record', 'arm', 'against', 'n', 'diverged', 'mean', 'median', 'std', 'tLow', 'tHigh', 'bootstrapLow'],
  ...['bootstrapHigh', 'target', 'reached', 'stepsToTarget', 'difference', 'differenceLow', 'differenceHigh'],
  ...['effectSize', 't', 'tP', 'tAdjusted', 'wilcoxon', 'wilcoxonP', 'wilcoxonAdjusted', 'probability', 'outcome'],
] as const

type Row = Partial<Record<(typeof columns)[number], CsvCell>>

/** A comparison as one CSV table with full precision: its arms in their order, then its pairs. */
export const comparisonCsv = ({ arms, pairs }: Comparison): string => {
  const labels = new Map(arms.map(({ id, label }) => [id, label]))
  const rows = [...arms.map(armRow), ...pairs.map((pair) => pairRow(pair, (id) => labels.get(id) ?? id))]
  return csvText([columns, ...rows.map((row) => columns.map((column) => row[column]))])
}

const armRow = ({ label, n, diverged, mean, median, std, t, bootstrap, stepsToTarget: steps }: ComparedArm): Row => ({
  ...{ record: 'arm', arm: label, n, diverged, mean, median, std },
  ...{ tLow: t?.low, tHigh: t?.high, bootstrapLow: bootstrap?.low, bootstrapHigh: bootstrap?.high },
  ...{ target: steps?.target, reached: steps?.reached, stepsToTarget: steps?.median },
})

const pairRow = (pair: ComparedPair, labelOf: (id: string) => string): Row => {
  const { a, b, n, difference, interval, effectSize, t, wilcoxon, probability, outcome } = pair
  return {
    ...{ record: 'pair', arm: labelOf(a), against: labelOf(b), n, probability, outcome },
    ...{ difference, differenceLow: interval?.low, differenceHigh: interval?.high, effectSize },
    ...{ t: t?.statistic, tP: t?.p, tAdjusted: t?.adjusted },
    ...{ wilcoxon: wilcoxon?.statistic, wilcoxonP: wilcoxon?.p, wilcoxonAdjusted: wilcoxon?.adjusted },
  }
}
