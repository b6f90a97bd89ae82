import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { FaninError, type StudyFile, studyFolder, toJson, trialFolder } from '@fanin/core'
import { makeFolders, replaceFile } from '../disk/files.js'
import { readResult } from '../disk/results.js'
import { bringLogs, bringTrials } from './bringTrials.js'
import { refuseChanges } from './changes.js'
import { eventLogName } from './history.js'
import { lockStudy } from './lock.js'
import { readStudyFile } from './studyFiles.js'

/** What a merge brought together. */
export interface Merged {
  readonly folder: string
  readonly trials: number
  /** Results in the folder now. */
  readonly results: number
  /** Of these, brought by this merge. */
  readonly added: number
  /** Ids of trials that had two results which differ in more than their times; the first stayed. */
  readonly conflicts: readonly string[]
}

/** A study and where it lies. */
interface Part {
  readonly folder: string
  readonly study: StudyFile
}

/**
 * Brings parts of one study into its folder below `out`, where `fanin run` goes on with it. Throws FANIN_STUDY_MERGE
 * for folders of different studies, FANIN_STUDY_CHANGED where data, plugins or engine differ.
 */
export const mergeStudies = async (out: string, folders: readonly string[]): Promise<Merged> => {
  const parts = folders.map((folder) => ({ folder, study: studyIn(folder) }))
  const { study: first } = parts[0] as Part
  const into = studyFolder(out, first.name, first.id)
  const present = readStudyFile(into)
  const others = parts.filter(({ folder }) => !isSame(folder, into))
  const all = present ? [{ folder: into, study: present }, ...others] : others
  for (const { folder, study } of all) refuseOther(first, folder, study)
  const lock = await lockStudy(into)
  try {
    makeFolders(join(into, 'trials'))
    const study = joined(all)
    writeOnce(into, study, folders[0] as string)
    const brought = others.flatMap((part) => bringTrials(into, part.folder, part.study))
    for (const { folder } of others) bringLogs(into, folder, eventLogName)
    const results = study.trials.filter(({ id }) => readResult(trialFolder(into, id), id)).length
    const withOutcome = (wanted: string) => brought.filter(({ outcome }) => outcome === wanted)
    const conflicts = withOutcome('conflict').map(({ trial }) => trial)
    return { folder: into, trials: study.trials.length, results, added: withOutcome('added').length, conflicts }
  } finally {
    lock.release()
  }
}

const studyIn = (folder: string): StudyFile => {
  const study = readStudyFile(folder)
  if (study) return study
  throw new FaninError({
    code: 'FANIN_STUDY_MERGE',
    message: `${folder} holds no study.`,
    hint: 'Name folders that `fanin run --shard` made, each with a study.json.',
  })
}

const isSame = (a: string, b: string): boolean => existsSync(b) && realpathSync(a) === realpathSync(b)

const refuseOther = (first: StudyFile, folder: string, study: StudyFile): void => {
  if (study.id !== first.id) {
    throw new FaninError({
      code: 'FANIN_STUDY_MERGE',
      message: `${folder} holds the study ${study.name} ${study.id.slice(0, 8)}, and not ${first.name} ${first.id.slice(0, 8)}.`,
      hint: 'Merge parts of one experiment; `fanin compare` compares different ones.',
    })
  }
  refuseChanges(folder, study, first)
}

/** The study with the seeds and trials of all its parts. */
const joined = (parts: readonly Part[]): StudyFile => {
  const [{ study }] = parts as [Part]
  const seeds = [...new Set(parts.flatMap((part) => part.study.seeds))]
  const trials = new Map(parts.flatMap((part) => part.study.trials.map((trial) => [trial.id, trial])))
  return { ...study, seeds, trials: [...trials.values()] }
}

const writeOnce = (into: string, study: StudyFile, from: string): void => {
  replaceFile(join(into, 'study.json'), `${toJson(study, 2)}\n`)
  const [source, target] = [from, into].map((folder) => join(folder, 'experiment.yaml')) as [string, string]
  if (!existsSync(target) && existsSync(source)) replaceFile(target, readFileSync(source, 'utf8'))
}
