import type { LayerReport, ProbeReport } from '../probe/report.js'

/**
 * How far a network's start is from what trains best: over layers, the squared logarithm of the signal's variance and of
 * what each layer does to the gradient, averaged, and how far the first loss is from that of guessing, if there is one. 0 is perfect.
 */
export const scoreOf = ({ layers, loss }: Pick<ProbeReport, 'layers' | 'loss'>): number => {
  // Branches that start at zero are meant to, and let nothing through to what is in them.
  const isSilent = ({ before, gradient, endsBranch }: LayerReport): boolean =>
    (endsBranch && before.meanSquare === 0) || gradient === 0
  const hidden = layers.filter((layer) => layer.kernels.length > 0 && !isSilent(layer)).slice(0, -1)
  const signals = hidden.map(({ before }) => Math.log(before.meanSquare) ** 2)
  const gradients = hidden.map(({ gradient }) => gradient ?? 0)
  const steps = gradients.slice(1).map((gradient, i) => Math.log(gradient / (gradients[i] as number)) ** 2)
  const excess = loss.guessing === undefined ? 0 : loss.measured / loss.guessing - 1
  const score = meanOf(signals) + meanOf(steps) + excess ** 2
  return Number.isFinite(score) ? score : Number.POSITIVE_INFINITY
}

const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length
