import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where downloaded data sets are kept for all studies: FANIN_CACHE, or the user's folder for caches. */
export const cacheFolder = (dataset: string): string => {
  const cache = process.env.FANIN_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'fanin')
  return join(cache, 'data', dataset)
}
