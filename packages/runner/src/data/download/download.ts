import { createHash } from 'node:crypto'
import { channel } from 'node:diagnostics_channel'
import { closeSync, createReadStream, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FaninError } from '@fanin/core'
import { makeFolders } from '../../disk/files.js'
import { type Lock, tryLock } from '../../disk/lock.js'
import { dataFault } from '../fault.js'
import { FinalAnswerError, get } from './get.js'
import { PrivateAddressError } from './publicAddress.js'
import { writeFrom } from './writeFrom.js'

/** A file of the internet, and how to know that it is the right one. */
export interface Source {
  /** Tried in their order. */
  readonly addresses: readonly string[]
  /** In bytes. */
  readonly size: number
  /** SHA-256 in hex. */
  readonly sum: string
}

/** How far a download is, in bytes. */
export interface Downloading {
  readonly address: string
  readonly bytes: number
  readonly size: number
}

/** Where every download says how far it is, for whoever shows it. */
const downloads = channel('fanin:download')

/** Milliseconds before each new try of an address. */
const pauses: readonly number[] = [500, 1000, 2000, 4000]

/**
 * Brings a file to a path, unless it is there: resumes what was begun, tries again, checks the sum, and only then gives it
 * its name. Of several processes one fetches and the others wait. Throws FANIN_DATA_DOWNLOAD, which says what to put where.
 */
export const download = async (source: Source, path: string, wait = pauses): Promise<void> => {
  if (await isWhole(source, path)) return
  if (process.env.FANIN_OFFLINE) throw unobtainable(source, path, 'fanin is offline (FANIN_OFFLINE)')
  makeFolders(dirname(path))
  const lock = await waitForLock(path)
  try {
    if (!(await isWhole(source, path))) await fetchAny(source, path, wait)
  } finally {
    lock.release()
  }
}

const waitForLock = async (path: string): Promise<Lock> => {
  for (;;) {
    const taken = await tryLock(path)
    if ('release' in taken) return taken
    await sleep(100)
  }
}

const isWhole = async ({ size, sum }: Source, path: string): Promise<boolean> =>
  existsSync(path) && statSync(path).size === size && (await sumOf(path)) === sum

const sumOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

const fetchAny = async (source: Source, path: string, wait: readonly number[]): Promise<void> => {
  const faults: string[] = []
  for (const address of source.addresses) {
    const fault = await fetchPatiently(address, source, path, wait)
    if (fault === undefined) return
    faults.push(`${address}: ${fault}`)
  }
  throw unobtainable(source, path, faults.join('; '))
}

/** Tries one address until the whole file is there; answers with what went wrong last where that does not help. */
const fetchPatiently = async (
  address: string,
  source: Source,
  path: string,
  wait: readonly number[],
): Promise<string | undefined> => {
  const part = `${path}.part`
  for (let attempt = 0; ; attempt++) {
    try {
      await fetchRest(address, source, part)
      renameSync(part, path)
      return undefined
    } catch (error) {
      const { message, code } = error as NodeJS.ErrnoException
      if (code === 'ENOSPC' || code === 'EACCES') throw error
      const isFinal = error instanceof FinalAnswerError || error instanceof PrivateAddressError
      if (isFinal || attempt === wait.length) return message
      await sleep(wait[attempt])
    }
  }
}

/** Fetches what a part lacks, and checks the whole. A part that cannot become the file is removed. */
const fetchRest = async (address: string, { size, sum }: Source, part: string): Promise<void> => {
  const begun = existsSync(part) ? statSync(part).size : 0
  const tell = (bytes: number): void => downloads.publish({ address, bytes, size } satisfies Downloading)
  if (begun < size) await writeFrom(await get(address, begun), part, begun, size, tell)
  const length = statSync(part).size
  if (length < size) throw new Error(`only ${length} of ${size} bytes came`)
  if (length === size && (await sumOf(part)) === sum) return makeDurable(part)
  rmSync(part, { force: true })
  const fault = `it is another file than the one wanted: ${length} bytes whose SHA-256 is not ${sum.slice(0, 12)}...`
  throw begun === 0 ? new FinalAnswerError(fault) : new Error(fault)
}

const makeDurable = (path: string): void => {
  const file = openSync(path, 'r+')
  fsyncSync(file)
  closeSync(file)
}

const unobtainable = ({ addresses, sum }: Source, path: string, reason: string): FaninError =>
  dataFault(
    'FANIN_DATA_DOWNLOAD',
    `${path} is not there, and cannot be fetched: ${reason}.`,
    `Put the file from ${addresses[0]} (SHA-256 ${sum}) there, or try again later; what was fetched is kept.`,
  )
