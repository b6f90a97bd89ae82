/** An interval; null where it is not defined. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** What can be said of several arms by one metric. Plain data, as `fanin compare --json` prints it. */
export interface Comparison {
  readonly metric: string
  /** True where lower is better. */
  readonly lowIsBetter: boolean
  /** The share of false "better" that is allowed over all pairs together. */
  readonly alpha: number
  /** The best first; arms that cannot be ranked last. */
  readonly arms: readonly ComparedArm[]
  /** Every pair once, `a` ranked before `b`. */
  readonly pairs: readonly ComparedPair[]
  /** In words, claiming no more than the seeds show. */
  readonly verdict: string
  /** What a reader must know before believing it: too few seeds, arms that differ in more than the sweep, ... */
  readonly warnings: readonly string[]
}

/** One arm over its seeds. */
export interface ComparedArm {
  readonly id: string
  readonly label: string
  /** Completed trials. */
  readonly n: number
  readonly diverged: number
  readonly mean: number | null
  readonly median: number | null
  /** With n - 1. */
  readonly std: number | null
  /** 95 % interval of the mean by Student's t. */
  readonly t: Interval | null
  /** 95 % interval of the mean by bootstrap. */
  readonly bootstrap: Interval | null
  /** How soon trials reached the target; those that never did are censored. */
  readonly stepsToTarget?: StepsToTarget
}

export interface StepsToTarget {
  readonly target: number
  readonly reached: number
  readonly n: number
  /** Kaplan-Meier median; null where half of the trials never reached it. */
  readonly median: number | null
  /** The steps of each trial by seed; null where it never got there. */
  readonly steps: readonly { readonly seed: number; readonly step: number | null }[]
}

/** Two arms over the seeds that both have. */
export interface ComparedPair {
  /** Ids of the arms. */
  readonly a: string
  readonly b: string
  /** Seeds that both arms have. */
  readonly n: number
  /** Mean of a - b over these seeds, with its 95 % interval by paired t. */
  readonly difference: number | null
  readonly interval: Interval | null
  /** Hedges' g of the paired differences. */
  readonly effectSize: number | null
  /**
   * Paired t test; null where differences have no spread or a trial diverged. `adjusted` by Holm over all pairs, after
   * the rounding of coarse values is counted as spread; it decides the outcome.
   */
  readonly t: { readonly statistic: number; readonly p: number; readonly adjusted: number } | null
  /** Wilcoxon's signed-rank test, exact up to 50 seeds; `adjusted` by Holm over all pairs. It decides where t is null. */
  readonly wilcoxon: { readonly statistic: number; readonly p: number; readonly adjusted: number } | null
  /** Probability that a trial of a beats one of b, ties counting half. */
  readonly probability: number | null
  readonly outcome: 'better' | 'worse' | 'cannotTell'
}
