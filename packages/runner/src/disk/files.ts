import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { FaninError } from '@fanin/core'
import { failIfFull, failpoint } from '../failpoint.js'

/** Makes a folder and those above it, one by one: Node's own recursion never ends where the kernel allows none, as in /proc. */
export const makeFolders = (path: string): void => {
  if (existsSync(path)) return
  makeFolders(dirname(path))
  makeFolder(path)
}

/** Makes a folder in one that exists: what was taken away is not made anew somewhere else. */
export const makeFolder = (path: string): void =>
  guarded(path, () => {
    try {
      mkdirSync(path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  })

/** Throws where a file could not be written; to be asked before what it is to hold takes long to make. */
export const refuseUnwritable = (path: string): void => guarded(path, () => accessSync(dirname(path), constants.W_OK))

/** Writes all of it: a full disk makes `writeSync` return a short count instead of an error. */
const writeAll = (file: number, bytes: Uint8Array): void => {
  failIfFull()
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
}

/** Writes all of a text or of bytes to an open file. */
export const writeFully = (file: number, path: string, content: string | Uint8Array): void =>
  guarded(path, () => writeAll(file, typeof content === 'string' ? Buffer.from(content) : content))

/** Creates a file that must not exist yet and makes it durable. */
const writeNew = (path: string, text: string): void => {
  const file = openSync(path, 'wx')
  try {
    writeAll(file, Buffer.from(text))
    failpoint('file.written')
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

const syncFolder = (path: string): void => {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

const temporary = (path: string): string => join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)

/** Commits a file exactly once: written beside, made durable, then linked; the first wins. Answers whether it was this one. */
export const commitOnce = (path: string, text: string): boolean =>
  guarded(path, () => {
    const draft = temporary(path)
    rmSync(draft, { force: true })
    failpoint('commit.begun')
    writeNew(draft, text)
    failpoint('commit.durable')
    try {
      linkSync(draft, path)
      failpoint('commit.linked')
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      return false
    } finally {
      rmSync(draft, { force: true })
      failpoint('commit.cleaned')
      syncFolder(dirname(path))
    }
  })

/** Renames a file that cannot be used to `NAME.damaged`. */
export const setAside = (path: string): void => guarded(path, () => renameSync(path, `${path}.damaged`))

/** Replaces a file as a whole: readers see the old one or the new one. */
export const replaceFile = (path: string, text: string): void =>
  guarded(path, () => {
    const draft = temporary(path)
    rmSync(draft, { force: true })
    writeNew(draft, text)
    failpoint('replace.durable')
    renameSync(draft, path)
  })

/** Replaces a file by parts, one after the other; not made durable, because it can be made again. */
export const replaceBytes = (path: string, parts: readonly Uint8Array[]): void =>
  guarded(path, () => {
    const draft = temporary(path)
    const file = openSync(draft, 'w')
    try {
      for (const part of parts) writeAll(file, part)
      failpoint('data.written')
    } finally {
      closeSync(file)
    }
    renameSync(draft, path)
  })

/** Opens the first file of a numbered series that does not exist yet: `attempt-1.jsonl`, `attempt-2.jsonl`, ... */
export const openNext = (folder: string, nameOf: (number: number) => string): { file: number; path: string } =>
  guarded(folder, () => {
    for (let number = 1; ; number++) {
      const path = join(folder, nameOf(number))
      try {
        return { file: openSync(path, 'wx'), path }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
    }
  })

/** What a folder holds; nothing where there is none. */
export const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Removes what interrupted writers left in a folder. */
export const removeDrafts = (folder: string): void => {
  for (const name of namesIn(folder)) {
    if (/^\..*\.tmp$/.test(name)) rmSync(join(folder, name), { force: true })
  }
}

/** Reads a JSON file; undefined where there is none, or where it is not whole. */
export const readJson = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** Turns a fault of the disk into an error that names the path. */
export const guarded = <T>(path: string, work: () => T): T => {
  try {
    return work()
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === undefined) throw cause
    const hint =
      'Check the space on the disk and the rights of the folder. --out names another one for studies, FANIN_CACHE for downloads; running again resumes.'
    throw new FaninError(
      { code: 'FANIN_STUDY_FOLDER', message: `${path} cannot be written: ${message}.`, hint },
      { cause },
    )
  }
}
