/** Where a command prints: its result to stdout, everything else to stderr. */
export interface Io {
  readonly stdout: { write(text: string): unknown }
  readonly stderr: NodeJS.WriteStream | { write(text: string): unknown }
}

/** What a command answers: text for people, the same as data for programs, and how it ended. */
export interface Answer {
  readonly text: string
  readonly json: unknown
  readonly exitCode?: number
}

export const exitCodes = {
  done: 0,
  internal: 1,
  wrongInput: 2,
  someFailed: 3,
  regression: 100,
  inconclusive: 101,
  interrupted: 130,
} as const
