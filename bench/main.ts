import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import type { Benchmark } from './benchmark.js'
import { memory } from './memory.js'
import { peerStudies } from './peers.js'
import { probing } from './probing.js'
import { samplers } from './samplers.js'
import { startup } from './startup.js'
import { steps } from './steps.js'
import { studies } from './studies.js'
import { tableOf } from './table.js'

const all: readonly Benchmark[] = [steps, peerStudies, startup, probing, memory, studies, samplers]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, out: { type: 'string', default: 'runs/bench' } },
})
const unknown = positionals.find((name) => !all.some((benchmark) => benchmark.name === name))
if (unknown) {
  process.stderr.write(`There is no benchmark "${unknown}". Known: ${all.map(({ name }) => name).join(', ')}.\n`)
  process.exit(2)
}

const machine = `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`
process.stdout.write(`${machine}\n`)
mkdirSync(values.out, { recursive: true })
for (const { name, about, run } of all.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  const rows = await run(Number(values.rounds))
  process.stdout.write(`\n## ${name}\n\n${about}\n\n${tableOf(rows)}\n`)
  writeFileSync(`${values.out}/${name}.json`, `${JSON.stringify({ machine, name, about, rows }, null, 2)}\n`)
}
