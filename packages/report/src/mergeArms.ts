import type { StudyFile } from '@fanin/core'
import type { StudyRecords } from './readStudy.js'
import type { ArmReport } from './record.js'

/**
 * The arms of several studies side by side. Equal arms become one, with the seeds of all; of a seed that two studies
 * have, the first counts. Where the studies differ their names stand before the labels.
 */
export const mergeArms = (studies: readonly Pick<StudyRecords, 'study' | 'arms'>[]): readonly ArmReport[] => {
  const nameOf = namesOf(studies.map(({ study }) => study))
  const merged = new Map<string, { arm: ArmReport; names: Set<string>; trials: Map<number, ArmReport['trials'][0]> }>()
  for (const { study, arms } of studies) {
    for (const arm of arms) {
      const entry = merged.get(arm.id) ?? { arm, names: new Set(), trials: new Map() }
      merged.set(arm.id, entry)
      entry.names.add(nameOf(study))
      for (const trial of arm.trials) if (!entry.trials.has(trial.seed)) entry.trials.set(trial.seed, trial)
    }
  }
  const areSeveral = new Set(studies.map(({ study }) => study.id)).size > 1
  return [...merged.values()].map(({ arm, names, trials }) => ({
    ...arm,
    label: areSeveral ? `${[...names].join(' + ')}: ${arm.label}` : arm.label,
    trials: [...trials.values()].sort((a, b) => a.seed - b.seed),
  }))
}

/** The name of a study, with the beginning of its id where another has the same name. */
const namesOf = (studies: readonly StudyFile[]): ((study: StudyFile) => string) => {
  const idsOf = (name: string): Set<string> => new Set(studies.filter((one) => one.name === name).map(({ id }) => id))
  return ({ name, id }) => (idsOf(name).size > 1 ? `${name}-${id.slice(0, 8)}` : name)
}
