/** What was measured of one thing. */
export interface Row {
  readonly what: string
  readonly unit: string
  /** One figure a round, in the order of the rounds. */
  readonly runs: readonly number[]
  /** The row of the same table whose figure of the same round this one is divided by. */
  readonly against?: string
  /** What the project holds itself to, in words: `at most 0.55 of one worker`. */
  readonly goal?: string
}

/** A table of figures that belong together. */
export interface Benchmark {
  readonly name: string
  readonly about: string
  run(rounds: number): Promise<readonly Row[]>
}

/** Measures several things in turn, A B A B ..., so that a machine that grows slow is slow for all of them. */
export const interleave = async <Name extends string>(
  rounds: number,
  things: Readonly<Record<Name, () => number | Promise<number>>>,
): Promise<Readonly<Record<Name, readonly number[]>>> => {
  const names = Object.keys(things) as Name[]
  const runs = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let round = 0; round < rounds; round++) {
    for (const name of names) runs[name].push(await things[name]())
  }
  return runs
}
