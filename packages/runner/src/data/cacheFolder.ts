import { homedir } from 'node:os'
import { join } from 'node:path'

/** A folder of what is kept for all studies: in FANIN_CACHE, or in the user's folder for caches. */
export const cacheFolder = (...names: readonly string[]): string => {
  const cache = process.env.FANIN_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'fanin')
  return join(cache, ...names)
}
