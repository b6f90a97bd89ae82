/** One thing that is checked of a plugin. `run` throws an error that says what was found and what to do. */
export interface Check {
  /** One word, by which a check can be skipped: `std`. */
  readonly name: string
  /** What is checked, as a sentence about the plugin: `draws the std that it promises`. */
  readonly title: string
  run(): void
}

/** Checks that a plugin cannot pass, with the reason why that is right. */
export interface Skip {
  readonly reason: string
  readonly checks: readonly string[]
}

/** What jest, vitest, mocha and node:test have in common. */
export interface TestRunner {
  describe(title: string, define: () => void): unknown
  it: ((title: string, run: () => void) => unknown) & { skip(title: string, run: () => void): unknown }
}

/** Registers checks as tests of a runner; one whose functions are not global is handed in. */
export const register = (
  subject: string,
  checks: readonly Check[],
  skip: readonly Skip[],
  { describe, it }: TestRunner = globalRunner(),
): void => {
  const known = checks.map(({ name }) => name)
  const unknown = skip.flatMap((one) => one.checks).find((name) => !known.includes(name))
  ensure(
    unknown === undefined,
    `There is no check "${unknown}" of ${subject} to skip.`,
    `There are: ${known.join(', ')}.`,
  )
  describe(subject, () => {
    for (const { name, title, run } of checks) {
      const reason = skip.find((one) => one.checks.includes(name))?.reason
      if (reason === undefined) it(title, run)
      else it.skip(`${title} (skipped: ${reason})`, run)
    }
  })
}

/** jest's, mocha's or vitest's own where they are global; else those of Node. */
const globalRunner = (): TestRunner => {
  const runner = globalThis as Partial<TestRunner>
  if (runner.describe && runner.it) return runner as TestRunner
  if (process.env.VITEST) {
    throw new Error("Vitest's functions are not global here: pass { describe, it } of vitest as the last argument.")
  }
  return process.getBuiltinModule('node:test') as TestRunner
}

/** Fails a check unless something holds. */
export const ensure = (holds: boolean, found: string, hint: string): void => {
  if (!holds) throw new Error(`${found}\n${hint}`)
}
