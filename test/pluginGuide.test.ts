import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { scratch } from './cli.js'
import { faninIn, startNode } from './process.js'

const root = join(import.meta.dirname, '..')
const blocks = [...readFileSync(join(root, 'docs', 'plugins.md'), 'utf8').matchAll(/^```(\w+)\n(.*?)^```$/gms)]

/** Lines for a shell, each with the folder that it runs in. */
const commands = blocks
  .filter(([, language]) => language === 'sh')
  .flatMap(([, , text = '']) => text.trim().split('\n'))
  .reduce<{ folder: string; lines: (readonly [folder: string, line: string])[] }>(
    ({ folder, lines }, line) => {
      const into = /^cd (.*)$/.exec(line)?.[1]
      return into ? { folder: join(folder, into), lines } : { folder, lines: [...lines, [folder, line]] }
    },
    { folder: '.', lines: [] },
  ).lines

const here = scratch()
afterAll(here.remove)

describe('docs/plugins.md', () => {
  beforeAll(() => {
    for (const [, , text = ''] of blocks) {
      const name = /^(?:\/\/|#) (\S+\.\w+)$/m.exec(text.split('\n', 1)[0] as string)?.[1]
      if (name) writeFileSync(here.path(name), text)
    }
  })

  it('has the commands of a tutorial', () => {
    expect(commands.map(([, line]) => line)).toEqual(
      expect.arrayContaining(['npx fanin plugin create deep-linear', 'npm test', 'npx fanin run experiment.yaml']),
    )
  })

  it.each(commands.filter(([, line]) => line.startsWith('npx fanin')))('in %s: %s', async (folder, line) => {
    const { exitCode, stderr } = await faninIn(here.path(folder), ...line.split(' ').slice(2))
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' })
  })

  it('writes tests that run as they stand', async () => {
    const test = blocks.find(([, language]) => language === 'js')?.[2] as string
    const folder = here.path('fanin-plugin-deep-linear')
    writeFileSync(join(folder, 'test/guide.test.js'), test)
    // What `npm install` would put there; npm run pack:check lets npm do it.
    mkdirSync(join(folder, 'node_modules/@fanin'), { recursive: true })
    symlinkSync(join(root, 'packages/core'), join(folder, 'node_modules/@fanin/core'))
    const { exitCode } = await startNode(['--test'], { cwd: folder }).ended
    expect(exitCode).toBe(0)
  })
})
