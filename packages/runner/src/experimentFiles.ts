import { readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve } from 'node:path'
import type { Files } from '@fanin/core'

/** Experiments are small; anything larger is not one. */
const mostBytes = 1_000_000

/** Experiment files on disk, named relative to the folder that the command runs in. */
export const experimentFiles: Files = {
  read(name) {
    const stats = statSync(name)
    if (!stats.isFile()) throw new Error('it is not a file')
    if (stats.size > mostBytes) throw new Error(`it has ${stats.size} bytes, and ${mostBytes} are allowed`)
    return decode(readFileSync(name))
  },
  resolve(from, name) {
    const path = resolve(dirname(from), name)
    return isAbsolute(from) ? path : relative('.', path)
  },
}

const decode = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Error('it is not UTF-8 text')
  }
}

/** Files that remember what was read from them. */
export const recordedFiles = (files: Files): Files & { readonly texts: Readonly<Record<string, string>> } => {
  const texts: Record<string, string> = {}
  const read = (name: string): string => {
    texts[name] = files.read(name)
    return texts[name]
  }
  return { ...files, read, texts }
}

/** Files that hold what was read before, whatever has become of those on disk. */
export const textFiles = (texts: Readonly<Record<string, string>>): Files => ({
  ...experimentFiles,
  read: (name) => {
    const text = texts[name]
    if (text === undefined) throw new Error('it was not read when the study began')
    return text
  },
})
