import type { Box } from '../data/labels.js'
import type { FoundBox, ImageBoxes } from './foundBox.js'
import { intersectionOverUnion } from './overlap.js'

/** So many equal steps from one number to another, both included; rounded as NumPy's linspace rounds. */
const linspace = (from: number, to: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => (i === count - 1 ? to : from + i * ((to - from) / (count - 1))))

/** The overlaps at which COCO asks whether a box was found. */
export const cocoThresholds = linspace(0.5, 0.95, 10)

/** The recalls at which COCO reads precision. */
const recalls = linspace(0, 1, 101)

/** The surest boxes of a class in one image that count, as in COCO. */
const mostBoxes = 100

/**
 * Precision of a class at recalls of 0, 0.01, ..., 1: the best that is reached at that recall or a higher one, and 0
 * beyond what is reached. Undefined where no image has the class.
 *
 * As in COCO: Lin et al., 2014, https://arxiv.org/abs/1405.0312; agrees with pycocotools.
 */
export const precisionAtRecalls = (
  images: readonly ImageBoxes[],
  label: number,
  threshold: number,
): readonly number[] | undefined => {
  const ofClass = images.map(({ found, truth }) => ({
    truth: truth.filter((box) => box.label === label),
    found: found
      .filter((box) => box.label === label)
      .toSorted((a, b) => b.score - a.score)
      .slice(0, mostBoxes),
  }))
  const wanted = ofClass.reduce((sum, { truth }) => sum + truth.filter(({ crowd }) => !crowd).length, 0)
  if (wanted === 0) return undefined
  const judged = ofClass
    .flatMap((image) => judge(image, threshold))
    .filter(({ verdict }) => verdict !== 'ignored')
    .sort((a, b) => b.score - a.score)
  return envelope(judged, wanted)
}

/** The mean of the precisions at all recalls. */
export const averagePrecision = (images: readonly ImageBoxes[], label: number, threshold: number): number => {
  const precisions = precisionAtRecalls(images, label, threshold)
  return precisions ? precisions.reduce((a, b) => a + b, 0) / precisions.length : Number.NaN
}

interface Judged {
  readonly score: number
  readonly verdict: 'right' | 'wrong' | 'ignored'
}

/** Gives each found box, the surest first, the true box that it overlaps most and that is still free. */
const judge = ({ found, truth }: ImageBoxes, threshold: number): readonly Judged[] => {
  const real = truth.filter(({ crowd }) => !crowd)
  const crowds = truth.filter(({ crowd }) => crowd)
  const taken = new Set<Box>()
  return found.map((box): Judged => {
    const { score } = box
    const match = bestOf(
      box,
      real.filter((one) => !taken.has(one)),
      threshold,
    )
    if (match) taken.add(match)
    if (match) return { score, verdict: 'right' }
    return { score, verdict: bestOf(box, crowds, threshold) ? 'ignored' : 'wrong' }
  })
}

/** The box that is overlapped most, by the threshold at least; the last of equals, as in pycocotools. */
const bestOf = (box: FoundBox, others: readonly Box[], threshold: number): Box | undefined => {
  let [most, best]: [number, Box | undefined] = [Math.min(threshold, 1 - 1e-10), undefined]
  for (const other of others) {
    const overlap = intersectionOverUnion(box, other)
    if (overlap >= most) [most, best] = [overlap, other]
  }
  return best
}

const envelope = (judged: readonly Judged[], wanted: number): readonly number[] => {
  let right = 0
  const points = judged.map(({ verdict }, i) => {
    if (verdict === 'right') right++
    return { recall: right / wanted, precision: right / (i + 1) }
  })
  for (let i = points.length - 2; i >= 0; i--) {
    const [point, next] = [points[i], points[i + 1]]
    if (point && next) point.precision = Math.max(point.precision, next.precision)
  }
  let at = 0
  return recalls.map((recall) => {
    while (at < points.length && (points[at]?.recall as number) < recall) at++
    return points[at]?.precision ?? 0
  })
}
