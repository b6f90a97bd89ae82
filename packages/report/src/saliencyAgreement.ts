import type { AttemptEvent } from '@fanin/core'
import { ranksOf } from './statistics/ranks.js'

type Saliency = Extract<AttemptEvent, { kind: 'saliency' }>

/**
 * How far the models of several seeds look at the same places: Spearman's correlation of their saliency maps, the mean over
 * images and pairs of seeds; undefined for fewer than two. 1 is the same, 0 what chance gives.
 */
export const saliencyAgreement = (maps: readonly Saliency[]): number | undefined => {
  const ranked = maps.map(imagesOf)
  const pairs = ranked.flatMap((a, i) => ranked.slice(i + 1).map((b) => [a, b] as const))
  const correlations = pairs.flatMap(([a, b]) => a.map((ranks, i) => correlation(ranks, b[i] ?? [])))
  const told = correlations.filter(Number.isFinite)
  return told.length === 0 ? undefined : told.reduce((sum, one) => sum + one, 0) / told.length
}

/** The ranks of the places of each image. */
const imagesOf = ({ shape: [count = 0], values }: Saliency): readonly (readonly number[])[] => {
  const size = values.length / count
  return Array.from({ length: count }, (_, i) => ranksOf(values.slice(i * size, (i + 1) * size).map(Number)))
}

/** NaN where one of them has no spread. */
const correlation = (a: readonly number[], b: readonly number[]): number => {
  const mean = (a.length + 1) / 2
  const product = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, value, i) => sum + (value - mean) * ((y[i] ?? Number.NaN) - mean), 0)
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b))
}
