import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, it } from '@jest/globals'
import { scratch } from './cli.js'
import { startNode } from './process.js'

const published = 'packed/node_modules/@fanin'
const root = join(import.meta.dirname, '..')

/** The addresses of all scripts that a command of the packages in a folder loads. */
const scriptsOf = async (packages: string, ...args: readonly string[]): Promise<readonly string[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'fanin-startup-'))
  const program = join(root, packages, 'cli/bin/fanin.js')
  try {
    const { ended } = startNode([program, ...args], { env: { ...process.env, NODE_V8_COVERAGE: folder } })
    expect(await ended).toMatchObject({ exitCode: 0 })
    const [file] = readdirSync(folder) as [string]
    const { result } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { result: { url: string }[] }
    return result.map(({ url }) => url)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

beforeAll(() => execFileSync(process.execPath, ['pack.js'], { cwd: root }))

it('reads and plans without an engine, a validator of schemas, a network or a container', async () => {
  for (const packages of ['packages', published]) {
    for (const verb of ['validate', 'plan']) {
      const scripts = await scriptsOf(packages, verb, 'configs/quickstart.yaml')
      expect(scripts.filter((url) => url.endsWith('/core/dist/index.js'))).toHaveLength(1)
      expect(scripts.filter((url) => /@tensorflow|\/ajv\/|inversify|download[.-]|\/report\//.test(url))).toEqual([])
    }
  }
})

it('is published as few files, because each takes its time', async () => {
  const scripts = await scriptsOf(published, 'validate', 'configs/quickstart.yaml')
  expect(scripts.filter((url) => url.includes(published)).length).toBeLessThan(20)
})

it('says how to build what is not built yet', async () => {
  const bin = readFileSync(join(import.meta.dirname, '../packages/cli/bin/fanin.js'), 'utf8')
  const here = scratch({ 'package.json': '{ "type": "module" }', 'bin/fanin.js': bin })
  const { exitCode, stderr } = await startNode([here.path('bin/fanin.js')], { cwd: here.path('.') }).ended
  here.remove()
  expect([exitCode, stderr]).toEqual([1, 'fanin is not built yet. Run `npm run setup` in its clone, once.\n'])
})
