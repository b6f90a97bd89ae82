import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Binding } from './binding.js'
import { type Graph, graphTag } from './graph.js'

/** How many graphs are kept, because the next trial may repeat the same. */
const most = 16

/** Graphs in the library; the one that was used longest ago goes first. */
export class LoadedGraphs {
  /** The library's numbers of them, by digest. */
  private readonly numbers = new Map<string, number>()

  constructor(private readonly binding: Binding) {}

  /** Whether the library takes a graph: it knows all that stands in it. */
  takes(graph: Graph): boolean {
    try {
      return this.numberOf(graph) >= 0
    } catch {
      return false
    }
  }

  /** The library's number of a graph. */
  numberOf({ bytes, digest }: Graph): number {
    const number = this.numbers.get(digest) ?? load(this.binding, bytes)
    this.numbers.delete(digest)
    this.numbers.set(digest, number)
    if (this.numbers.size > most) this.dropOldest()
    return number
  }

  private dropOldest(): void {
    const [[digest, number]] = this.numbers as unknown as [[string, number]]
    this.numbers.delete(digest)
    this.binding.deleteSavedModel(number)
  }
}

/** The library loads graphs from files alone. */
const load = (binding: Binding, graph: Uint8Array): number => {
  const folder = mkdtempSync(join(tmpdir(), 'fanin-graph-'))
  try {
    writeFileSync(join(folder, 'saved_model.pb'), graph)
    return binding.loadSavedModel(folder, graphTag)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
