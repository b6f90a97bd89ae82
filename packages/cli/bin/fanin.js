#!/usr/bin/env node
import { Console } from 'node:console'
import { existsSync } from 'node:fs'
import module from 'node:module'

// stdout carries the result alone, whatever a plugin prints.
globalThis.console = new Console(process.stderr)

// A reader that has seen enough, as in `fanin list | head`, is no failure.
process.stdout.on('error', ({ code, message }) => {
  if (code !== 'EPIPE') process.stderr.write(`The result cannot be written: ${message}\n`)
  process.exit(code === 'EPIPE' ? 0 : 1)
})

// Nor is one that looks away from the progress: the study goes on.
process.stderr.on('error', () => {})

// Where a defect is looked for, it is the sources that are named.
if (process.env.FANIN_DEBUG) process.setSourceMapsEnabled(true)

// Node 22 and later keep what they have compiled, which makes the next start faster.
module.enableCompileCache?.()
if (existsSync(new URL('../dist/main.js', import.meta.url))) {
  const { main } = await import('../dist/main.js')
  process.exitCode = await main(process.argv.slice(2), process)
} else {
  process.stderr.write('fanin is not built yet. Run `npm run setup` in its clone, once.\n')
  process.exitCode = 1
}
