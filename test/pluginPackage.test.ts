import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { fanin, scratch } from './cli.js'
import { type Ended, faninIn, startNode } from './process.js'

const packages = join(import.meta.dirname, '..', 'packages')

const here = scratch({ 'broken.js': 'export default {}' })
afterAll(here.remove)

describe('fanin plugin create', () => {
  const folder = here.path('fanin-plugin-deep-linear')
  let created: Ended
  beforeAll(async () => {
    created = await faninIn(here.path('.'), 'plugin', 'create', 'deep-linear')
    // What `npm install` would put there.
    mkdirSync(join(folder, 'node_modules', '@fanin'), { recursive: true })
    symlinkSync(join(packages, 'core'), join(folder, 'node_modules', '@fanin', 'core'))
  })

  it('says what it wrote and what is next', () => {
    expect(created.stdout).toContain(
      `cd fanin-plugin-deep-linear && npm install --no-save ${join(packages, 'core')} ${join(packages, 'cli')} && npm test`,
    )
    expect(created.exitCode).toBe(0)
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>
    expect(manifest).toMatchObject({ name: 'fanin-plugin-deep-linear', keywords: ['fanin-plugin'] })
  })

  it('writes a package whose tests pass', async () => {
    const { exitCode, stdout } = await startNode(['--test', '--test-reporter=tap'], { cwd: folder }).ended
    expect(stdout).toMatch(/# pass [1-9]\d*\n# fail 0/)
    expect(exitCode).toBe(0)
  })

  it('writes a plugin that passes the kit', async () => {
    const { exitCode, stdout } = await faninIn(folder, 'plugin', 'test')
    expect(stdout).toMatch(/deepLinear\/normal +has a name, a summary and a description of every option +passed/)
    expect(stdout).toContain('7 of 7 checks passed.')
    expect(exitCode).toBe(0)
  })

  it('writes an experiment that uses it', async () => {
    const { exitCode, stdout } = await faninIn(folder, 'validate', 'example.yaml')
    expect(stdout).toContain('example.yaml is valid: deep-linear, 2 arms with 3 seeds')
    expect(exitCode).toBe(0)
  })

  it.each([
    ['../out', 'cannot name a plugin'],
    ['Deep', 'cannot name a plugin'],
    ['__proto__', 'cannot name a plugin'],
    ['tfjs', 'The namespace "tfjs" is fanin\'s own.'],
  ])('refuses the name %s', async (name, says) => {
    const { exitCode, stderr } = await fanin('plugin', 'create', name)
    expect(stderr).toContain(says)
    expect(exitCode).toBe(2)
  })

  it('leaves a folder that is there as it is', async () => {
    const { exitCode, stderr } = await faninIn(here.path('.'), 'plugin', 'create', 'deep-linear')
    expect(stderr).toContain('There already is a folder fanin-plugin-deep-linear here.')
    expect(exitCode).toBe(2)
  })
})

describe('fanin plugin test', () => {
  it('says which check fails, what was found and what to do', async () => {
    const own =
      "{ name: 'own', summary: 'No sentence', options: { type: 'object', additionalProperties: false, properties: {} }"
    writeFileSync(
      here.path('own.js'),
      `export default {
        meta: { name: 'own', namespace: 'own', contract: 1 },
        initializers: [${own}, create: () => () => new Float32Array(2) }],
      }`,
    )
    const { exitCode, stdout } = await fanin('plugin', 'test', here.path('own.js'))
    expect(stdout).toContain('Its summary is "No sentence".')
    expect(stdout).toContain('it returned 2 values where 4608 are needed')
    expect(stdout).toMatch(/\d of 7 checks passed\./)
    expect(exitCode).toBe(3)
  })

  it.each([
    ['absent', 'FANIN_PLUGIN_NOT_FOUND'],
    ['.', 'FANIN_PLUGIN_NOT_FOUND'],
    ['broken.js', 'FANIN_PLUGIN_EXPORT'],
  ])('refuses what is no plugin: %s', async (path, code) => {
    const { exitCode, stderr } = await fanin('plugin', 'test', here.path(path))
    expect(stderr).toContain(code)
    expect(exitCode).toBe(2)
  })
})
