// Packs what `npm run build` made to be published, installs it into an empty folder as a user would, and trains with a plugin that was made
// there, packed and installed: `npm run pack:check`. Needs the npm registry for the dependencies of others.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'fanin-pack-'))
const [tarballs, maker, user] = ['tarballs', 'maker', 'user'].map((name) => join(folder, name))

/** Runs a command, shows it, and answers with what it printed. Ends everything where it fails. */
const run = (cwd, command, ...args) => {
  process.stderr.write(`${command} ${args.join(' ')}\n`)
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status === 0) return stdout
  process.stderr.write(`${error ?? ''}${stdout}${stderr}\nIt ended with ${status}; its folder is ${folder}.\n`)
  process.exit(1)
}

const npm = (cwd, ...args) => run(cwd, 'npm', ...args, '--no-audit', '--no-fund', '--loglevel=error')

const npx = (cwd, ...args) => run(cwd, 'npx', '--no-install', ...args)

const packed = () => readdirSync(tarballs).map((name) => join(tarballs, name))

const typed = `import { defineInitializer, definePlugin } from '@fanin/core'

const flat = defineInitializer({
  name: 'flat',
  summary: 'Uniform on (-limit, limit).',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: { limit: { type: 'number', default: 0.1, description: 'The largest value.' } },
  },
  create: ({ limit }) => ({ shape }, random) =>
    Float32Array.from({ length: shape.reduce((a: number, b: number) => a * b, 1) }, () => random.uniform(-limit, limit)),
})

export default definePlugin({ meta: { name: 'mine', namespace: 'mine', contract: 1 }, initializers: [flat] })
`

const experiment = `version: 1
name: packed
plugins: [fanin-plugin-first, ./mine.ts]
dataset: { type: digits, train: 64, test: 32 }
model:
  inputShape: [28, 28, 1]
  layers:
    - { type: conv2d, filters: 4, kernelSize: 3, strides: 2, activation: relu }
    - flatten
    - { type: dense, units: 10, activation: softmax }
training: { epochs: 1, batchSize: 16 }
seeds: 1
backend: wasm
sweep: { grid: { initializers.kernel: [first/normal, mine/flat, heNormal] } }
`

for (const path of [tarballs, maker, user]) mkdirSync(path)
const published = join(root, 'packed', 'node_modules', '@fanin')
npm(published, 'pack', ...readdirSync(published).map((name) => `./${name}`), '--silent', '--pack-destination', tarballs)

writeFileSync(join(maker, 'package.json'), '{ "private": true, "type": "module" }\n')
npm(maker, 'install', '--omit=optional', ...packed())
npx(maker, 'fanin', 'plugin', 'create', 'first')
const plugin = join(maker, 'fanin-plugin-first')
npm(plugin, 'test')
// The kit runs in other runners too; jest runs it in our own tests.
npm(maker, 'install', '--no-save', 'mocha', 'vitest')
run(plugin, process.execPath, join(maker, 'node_modules/mocha/bin/mocha.js'), 'test')
run(plugin, process.execPath, join(maker, 'node_modules/vitest/vitest.mjs'), 'run', '--globals')
npm(plugin, 'pack', '--silent', '--pack-destination', tarballs)

writeFileSync(join(user, 'package.json'), '{ "private": true }\n')
npm(user, 'install', '--omit=optional', ...packed())
writeFileSync(join(user, 'mine.ts'), typed)
writeFileSync(join(user, 'experiment.yaml'), experiment)
const study = JSON.parse(npx(user, 'fanin', 'run', 'experiment.yaml', '--quiet', '--json'))
const ended = study.arms.map(({ label, trials }) => `${label}: ${trials[0]?.status}`)
if (ended.some((line) => !line.endsWith('completed')) || ended.length !== 3) {
  process.stderr.write(`Not every arm trained: ${ended.join(', ')}. The folder is ${folder}.\n`)
  process.exit(1)
}
process.stdout.write(`${ended.join('\n')}\n`)
rmSync(folder, { recursive: true, force: true })
