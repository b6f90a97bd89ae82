import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { scratch } from './cli.js'
import { start, startNode } from './process.js'

/** The addresses of all scripts that a command loads. */
const scriptsOf = async (...args: readonly string[]): Promise<readonly string[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'fanin-startup-'))
  try {
    expect(await start(args, { NODE_V8_COVERAGE: folder }).ended).toMatchObject({ exitCode: 0 })
    const [file] = readdirSync(folder) as [string]
    const { result } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { result: { url: string }[] }
    return result.map(({ url }) => url)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

it('reads and plans without an engine, a validator of schemas, a network or a container', async () => {
  for (const verb of ['validate', 'plan']) {
    const scripts = await scriptsOf(verb, 'configs/quickstart.yaml')
    expect(scripts.filter((url) => url.endsWith('/core/dist/index.js'))).toHaveLength(1)
    expect(scripts.filter((url) => /@tensorflow|\/ajv\/|inversify|download\.js|\/report\//.test(url))).toEqual([])
  }
})

it('says how to build what is not built yet', async () => {
  const bin = readFileSync(join(import.meta.dirname, '../packages/cli/bin/fanin.js'), 'utf8')
  const here = scratch({ 'package.json': '{ "type": "module" }', 'bin/fanin.js': bin })
  const { exitCode, stderr } = await startNode([here.path('bin/fanin.js')], { cwd: here.path('.') }).ended
  here.remove()
  expect([exitCode, stderr]).toEqual([1, 'fanin is not built yet. Run `npm run setup` in its clone, once.\n'])
})
