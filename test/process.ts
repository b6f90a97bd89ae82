import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../packages/cli/bin/fanin.js', import.meta.url))

/** How a process ended, and what it printed. */
export interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
  readonly seconds: number
}

/** A `fanin` of its own process, with workers of theirs. */
export interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

export const start = (args: readonly string[], environment: Readonly<Record<string, string>> = {}): Started =>
  startNode([program, ...args], { env: { ...process.env, ...environment } })

/** A Node of its own process. */
export const startNode = (args: readonly string[], options: { env?: NodeJS.ProcessEnv; cwd?: string }): Started => {
  const begun = performance.now()
  const child = spawn(process.execPath, args, options)
  const printed = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (bytes: Buffer) => {
      printed[name] += bytes.toString()
    })
  }
  const ended = once(child, 'close').then(([exitCode]) => ({
    exitCode: exitCode as number | null,
    ...printed,
    seconds: (performance.now() - begun) / 1000,
  }))
  return { child, ended }
}

export const fanin = (...args: string[]): Promise<Ended> => start(args).ended

/** The same in a folder. */
export const faninIn = (cwd: string, ...args: string[]): Promise<Ended> => startNode([program, ...args], { cwd }).ended

/** The one study in a folder of studies. */
export const studyIn = (out: string): string => join(out, readdirSync(out).find((name) => !name.startsWith('.')) ?? '')

const numberOf = (log: string): number => Number(/-(\d+)/.exec(log)?.[1] ?? 1)

/** The events of all of a study's supervisors. */
export const eventsOf = (folder: string): Record<string, unknown>[] =>
  readdirSync(folder)
    .filter((name) => name.startsWith('events'))
    .toSorted((a, b) => numberOf(a) - numberOf(b))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
