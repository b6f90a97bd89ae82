import { type Arm, type Baseline, type Start, shortDigest } from '@fanin/core'
import { sectionsOf } from './createBaseline.js'

/** Why an experiment is another one than the baseline's, a sentence each; none where it is the same. */
export const incomparables = (
  baseline: Baseline,
  arms: readonly Arm[],
  starts: readonly Start[],
): readonly string[] => {
  const known = new Map(baseline.arms.map((arm) => [arm.id, arm]))
  const changed = arms.filter(({ id }) => !known.has(id)).map((arm) => changeOf(baseline, arm))
  const gone = baseline.arms
    .filter(({ id, label }) => !arms.some((arm) => arm.id === id || arm.label === label))
    .map(({ label }) => `The arm ${label} of the baseline is not in the experiment.`)
  const otherData = arms.flatMap(({ id, label }) => {
    const [was, is] = [known.get(id)?.data, starts.find(({ arm }) => arm === id)?.data]
    if (was === undefined || is === undefined || was === is) return []
    return [`The data of ${label} are others: ${shortDigest(is)}, the baseline has ${shortDigest(was)}.`]
  })
  return [...changed, ...gone, ...otherData]
}

const changeOf = (baseline: Baseline, { label, config }: Arm): string => {
  const was = baseline.arms.find((arm) => arm.label === label)
  if (!was) return `The arm ${label} is not in the baseline.`
  const sections = Object.entries(sectionsOf(config)).filter(([name, digest]) => was.sections[name] !== digest)
  return `The arm ${label} was changed in its ${sections.map(([name]) => name).join(', ')}.`
}
