import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { FaninError } from '@fanin/core'

/** Where the files of a study and of its trials lie. */
export const studyFolder = (out: string, name: string, id: string): string => join(out, `${name}-${id.slice(0, 8)}`)

export const trialFolder = (study: string, trialId: string): string => join(study, 'trials', trialId.slice(0, 8))

/** Makes a folder and those above it, one by one: Node's own recursion never ends where the kernel allows none, as in /proc. */
const makeFolder = (path: string): void => {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  try {
    mkdirSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** Writes all of a text: a full disk makes `writeSync` return a short count instead of an error. */
export const writeFully = (file: number, text: string): void => {
  const bytes = Buffer.from(text)
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
}

/** Creates a file that must not exist yet and makes it durable. */
const writeNew = (path: string, text: string): void => {
  const file = openSync(path, 'wx')
  try {
    writeFully(file, text)
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
    makeFolder(dirname(path))
    const draft = temporary(path)
    rmSync(draft, { force: true })
    writeNew(draft, text)
    try {
      linkSync(draft, path)
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      return false
    } finally {
      rmSync(draft, { force: true })
      syncFolder(dirname(path))
    }
  })

/** Renames a file that cannot be used to `NAME.damaged`. */
export const setAside = (path: string): void => guarded(path, () => renameSync(path, `${path}.damaged`))

/** Replaces a file as a whole: readers see the old one or the new one. */
export const replaceFile = (path: string, text: string): void =>
  guarded(path, () => {
    makeFolder(dirname(path))
    const draft = temporary(path)
    rmSync(draft, { force: true })
    writeNew(draft, text)
    renameSync(draft, path)
  })

/** Opens the first file of a numbered series that does not exist yet: `attempt-1.jsonl`, `attempt-2.jsonl`, ... */
export const openNext = (folder: string, nameOf: (number: number) => string): { file: number; number: number } =>
  guarded(folder, () => {
    makeFolder(folder)
    for (let number = 1; ; number++) {
      try {
        return { file: openSync(join(folder, nameOf(number)), 'wx'), number }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
    }
  })

/** Reads a JSON file; undefined where there is none, or where it is not whole. */
export const readJson = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** Turns a fault of the disk into an error that names the path. */
const guarded = <T>(path: string, work: () => T): T => {
  try {
    return work()
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === undefined) throw cause
    const hint =
      'Check the space on the disk and the rights of the folder; --out names another one. Running again resumes.'
    throw new FaninError(
      { code: 'FANIN_STUDY_FOLDER', message: `${path} cannot be written: ${message}.`, hint },
      { cause },
    )
  }
}
