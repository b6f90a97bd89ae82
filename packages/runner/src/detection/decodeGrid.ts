import type { FoundBox } from './foundBox.js'
import { suppress } from './nonMaximumSuppression.js'

/** What a detector puts out for one image: for every cell a logit for each class, then where its box lies. */
export interface Grid {
  readonly height: number
  readonly width: number
  /** Classes and four numbers of the box. */
  readonly channels: number
  readonly values: Float32Array
}

/** A box is the centre's distance from that of its cell, down and across, and the logarithms of its height and width, all in cells. */
export const boxChannels = 4

/** Boxes are smaller than this times a cell: what a logarithm is cut at, so that nothing overflows. */
export const largestLogarithm = Math.log(1024)

/** As in FCOS: Tian et al., 2019, https://arxiv.org/abs/1904.01355, with the suppression of its reference code. */
const [leastScore, mostCandidates, mostOverlap, mostBoxes] = [0.05, 1000, 0.6, 100]

/** The boxes that a grid means: scores above the least, the surest first, without doubles. */
export const decodeGrid = (grid: Grid): readonly FoundBox[] => {
  const candidates = candidatesIn(grid)
    .sort((a, b) => b.score - a.score)
    .slice(0, mostCandidates)
  return suppress(
    candidates.map((candidate) => boxAt(grid, candidate)),
    mostOverlap,
    mostBoxes,
  )
}

interface Candidate {
  readonly cell: number
  readonly label: number
  readonly score: number
}

const candidatesIn = ({ height, width, channels, values }: Grid): Candidate[] => {
  const classes = channels - boxChannels
  const leastLogit = Math.log(leastScore / (1 - leastScore))
  const candidates: Candidate[] = []
  for (let cell = 0; cell < height * width; cell++) {
    for (let label = 0; label < classes; label++) {
      const logit = values[cell * channels + label] as number
      if (logit > leastLogit) candidates.push({ cell, label, score: 1 / (1 + Math.exp(-logit)) })
    }
  }
  return candidates
}

const boxAt = ({ height, width, channels, values }: Grid, { cell, label, score }: Candidate): FoundBox => {
  const at = cell * channels + channels - boxChannels
  const [down, across, logHeight, logWidth] = values.subarray(at, at + boxChannels) as unknown as Numbers
  const [y, x] = [Math.floor(cell / width) + 0.5 + down, (cell % width) + 0.5 + across]
  const half = (logarithm: number): number => Math.exp(Math.min(logarithm, largestLogarithm)) / 2
  const [halfHeight, halfWidth] = [half(logHeight), half(logWidth)]
  const inImage = (share: number): number => Math.min(1, Math.max(0, share))
  return {
    label,
    score,
    top: inImage((y - halfHeight) / height),
    left: inImage((x - halfWidth) / width),
    bottom: inImage((y + halfHeight) / height),
    right: inImage((x + halfWidth) / width),
  }
}

type Numbers = readonly [number, number, number, number]
