import { FaninError } from '@fanin/core'
import { type Lock, tryLock } from '../disk/lock.js'

/** Takes the lock of a study's folder. Throws FANIN_STUDY_BUSY where another process has it. */
export const lockStudy = async (folder: string): Promise<Lock> => {
  const taken = await tryLock(folder)
  if ('release' in taken) return taken
  throw new FaninError({
    code: 'FANIN_STUDY_BUSY',
    message: `The study in ${folder} is being run by the process ${taken.owner}.`,
    hint: 'Wait until it ends, or end it: the study can be resumed. `--out` starts one in another folder.',
  })
}
