import { join } from 'node:path'

/** The folder of a study, in the one that holds studies. */
export const studyFolder = (out: string, name: string, id: string): string => join(out, `${name}-${id.slice(0, 8)}`)

/** The folder of a trial, in that of its study: enough digits that among 10,000 trials no two are alike. */
export const trialFolder = (study: string, trial: string): string => join(study, 'trials', trial.slice(0, 12))
