import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import os from 'node:os'

/** What a study ran on, as `study.json` records it. */
export interface Provenance {
  readonly fanin: string
  readonly node: string
  readonly machine: {
    readonly os: string
    readonly arch: string
    readonly cpu: string
    readonly cores: number
    readonly memory: number
  }
  /** Of the folder that the command ran in; null outside a repository. */
  readonly git: { readonly commit: string; readonly dirty: boolean } | null
}

/** The version of this package, which is part of every trial's identity. */
export const faninVersion: string = (
  JSON.parse(readFileSync(new URL(import.meta.resolve('#manifest')), 'utf8')) as { version: string }
).version

export const provenance = (): Provenance => ({
  fanin: faninVersion,
  node: process.version,
  machine: {
    os: `${os.platform()} ${os.release()}`,
    arch: os.arch(),
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
    memory: os.totalmem(),
  },
  git: gitState(),
})

const gitState = (): Provenance['git'] => {
  try {
    const git = (...args: string[]): string =>
      execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 5000 }).trim()
    return { commit: git('rev-parse', 'HEAD'), dirty: git('status', '--porcelain') !== '' }
  } catch {
    return null
  }
}
