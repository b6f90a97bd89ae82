import { readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolders, replaceBytes } from '../../disk/files.js'
import { cacheFolder } from '../cacheFolder.js'
import type { Decoded } from './decoded.js'

/** What is kept at most, in bytes; of that no more than a quarter for the images of one reading. */
const mostKept = 4 * 2 ** 30

/** Heights, widths and channels of the images, and the sizes of their files. */
type Header = readonly (readonly [shape: Decoded['shape'], original: Decoded['original']])[]

/**
 * Images as they were decoded from files of the same content in the same way, which is what `key` is the digest of: it
 * cannot be stale. Undefined where there are none, or where they cannot be read.
 */
export const decodedBefore = (key: string): readonly Decoded[] | undefined => {
  const path = join(decodedFolder(), key)
  try {
    const bytes = readFileSync(path)
    const now = new Date()
    utimesSync(path, now, now)
    return parse(bytes)
  } catch {
    return undefined
  }
}

/** Keeps decoded images for whoever reads the same files. Does nothing where it cannot: they can be decoded again. */
export const keepDecoded = (key: string, images: readonly Decoded[]): void => {
  const header: Header = images.map(({ shape, original }) => [shape, original])
  const text = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(text.length)
  const parts = [length, text, ...images.map(({ values }) => values)]
  if (parts.reduce((sum, { length }) => sum + length, 0) > mostKept / 4) return
  try {
    makeFolders(decodedFolder())
    replaceBytes(join(decodedFolder(), key), parts)
    removeOldest(decodedFolder())
  } catch {}
}

const decodedFolder = (): string => cacheFolder('decoded')

const parse = (bytes: Buffer): readonly Decoded[] | undefined => {
  const start = 4 + bytes.readUInt32LE(0)
  const header: Header = JSON.parse(bytes.toString('utf8', 4, start))
  let at = start
  const images = header.map(([shape, original]) => {
    const length = shape[0] * shape[1] * shape[2]
    at += length
    return { shape, original, values: bytes.subarray(at - length, at) }
  })
  return at === bytes.length ? images : undefined
}

/** Removes what was not read for longest, until the rest is no more than is kept. Others may do the same at once. */
const removeOldest = (folder: string): void => {
  const files = readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => {
      const found = statSync(path, { throwIfNoEntry: false })
      return found ? [{ path, size: found.size, read: found.mtimeMs }] : []
    })
    .sort((a, b) => b.read - a.read)
  let kept = 0
  for (const { path, size } of files) {
    kept += size
    if (kept > mostKept) rmSync(path, { force: true })
  }
}
