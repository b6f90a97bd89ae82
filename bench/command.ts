import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** What users install. */
const program = fileURLToPath(new URL('../../packed/node_modules/@fanin/cli/bin/fanin.js', import.meta.url))

/** Seconds that a whole command takes, from start to end. Throws where it fails. */
export const secondsOf = (command: string, args: readonly string[]): number => {
  const begun = performance.now()
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 28 })
  const seconds = (performance.now() - begun) / 1000
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`)
  return seconds
}

/** The same of a `fanin`. */
export const faninSeconds = (...args: string[]): number => secondsOf(process.execPath, [program, ...args])

/** Seconds until several of them, which start at once, have all ended. */
export const secondsAtOnce = async (...commands: readonly (readonly string[])[]): Promise<number> => {
  const begun = performance.now()
  await Promise.all(commands.map((args) => promisify(execFile)(process.execPath, [program, ...args])))
  return (performance.now() - begun) / 1000
}

/** Gives a folder with files of its own to `work`, and takes it away after. */
export const inFolder = async <T>(
  files: Readonly<Record<string, string>>,
  work: (path: (name: string) => string) => T | Promise<T>,
): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'fanin-bench-'))
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
    return await work((name) => join(folder, name))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One of the networks that are measured: `cnn`, `resnet`, ... */
export const networkFile = (name: string): string => fileURLToPath(new URL(`../networks/${name}.yaml`, import.meta.url))

/** The one study in a folder of studies. */
export const studyIn = (out: string): string => join(out, readdirSync(out).find((name) => !name.startsWith('.')) ?? '')
