import { metricNames } from './armSummary.js'
import { decide, testPair } from './comparePair.js'
import type { ComparedArm, ComparedPair, Comparison } from './comparison.js'
import { chooseMetric, isBetterLow } from './ranking.js'
import type { StudyRecords } from './readStudy.js'
import type { ArmReport } from './record.js'
import { isSound, rankScores, type Scores, scoresOf } from './scores.js'
import { type Bootstrap, createBootstrap } from './statistics/bootstrap.js'
import { median } from './statistics/quantile.js'
import { stepsToTarget } from './stepsToTarget.js'
import { summarize } from './summarize.js'
import { verdict } from './verdict.js'
import { warningsOf } from './warnings.js'

/** How arms are compared. */
export interface CompareOptions {
  /** The first metric beside the loss where it is not named. */
  readonly metric?: string | undefined
  /** A value of the metric; how soon trials reach it is compared too. */
  readonly target?: number | undefined
  /** The share of false "better" that is allowed over all pairs together; 0.05 by default. */
  readonly alpha?: number | undefined
  /** How often an arm is resampled for its bootstrap interval; 0 leaves that out. 10,000 by default. */
  readonly resamples?: number
  /** The studies that the arms are from, for warnings of what differs between them and of what is missing. */
  readonly studies?: readonly Pick<StudyRecords, 'study' | 'failures' | 'missing'>[]
}

/** Beyond this many arms the leader alone is compared with the others: 1,000 arms make 499,500 pairs. */
const mostForAllPairs = 20

/**
 * Says what several arms show by one metric: each with intervals, each pair tested seed by seed, and in words which is
 * best, or that nobody can tell.
 *
 * Throws FANIN_USAGE for a metric that no trial has.
 */
export const compareArms = (arms: readonly ArmReport[], options: CompareOptions = {}): Comparison => {
  const { alpha = 0.05, target, resamples, studies = [] } = options
  const metric = chooseMetric(metricNames(arms), options.metric)
  const lowIsBetter = isBetterLow(metric)
  const ranked = rankScores(arms.map((arm) => scoresOf(arm, metric, lowIsBetter)))
  const bootstrap = resamples === 0 ? () => null : createBootstrap(resamples)
  const compared = ranked.map((scores) => ({
    ...compareArm(scores, bootstrap),
    ...(target !== undefined && { stepsToTarget: stepsToTarget(scores.arm, { metric, target, lowIsBetter }) }),
  }))
  const pairs = comparePairs(ranked, alpha, lowIsBetter)
  const leader = ranked[0] && isSound(ranked[0]) ? ranked[0].arm : undefined
  return {
    metric,
    lowIsBetter,
    alpha,
    arms: compared,
    pairs,
    verdict: verdict({ metric, alpha, arms: compared, pairs, leader: leader?.id }),
    warnings: warningsOf({ ranked, pairs, metric, alpha, studies }),
  }
}

const compareArm = (scores: Scores, bootstrap: Bootstrap): ComparedArm => {
  const { arm, values, diverged } = scores
  const { mean, std, low, high } = summarize(values)
  return {
    id: arm.id,
    label: arm.label,
    n: values.length,
    diverged,
    mean,
    median: median(values),
    std,
    t: low === null || high === null ? null : { low, high },
    bootstrap: bootstrap(values),
  }
}

/** All pairs of arms with results, or of the first with each other one, corrected as if all had been looked at. */
const comparePairs = (ranked: readonly Scores[], alpha: number, lowIsBetter: boolean): readonly ComparedPair[] => {
  const measured = ranked.filter(({ merits }) => merits.size > 0)
  const all = (measured.length * (measured.length - 1)) / 2
  const isCut = measured.length > mostForAllPairs
  const first = isCut ? measured.slice(0, 1) : measured
  const tested = first.flatMap((a, i) => measured.slice(i + 1).map((b) => testPair(a, b, lowIsBetter)))
  return decide(tested, { alpha, lowIsBetter, comparisons: isCut ? all : undefined })
}
