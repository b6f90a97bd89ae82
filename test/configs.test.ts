import { existsSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { faninJson, scratch } from './cli.js'

const root = join(import.meta.dirname, '..')
const configs = readdirSync(join(root, 'configs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
)
const out = scratch()
afterAll(out.remove)

/** Small enough for a few steps, whatever the experiment says. */
const few = [
  'dataset={ type: digits, train: 64, test: 32 }',
  'training.epochs=1',
  'training.batchSize=32',
  'seeds=1',
  'backend=wasm',
]

interface Study {
  arms: { label: string; trials: { status: string; metrics: { loss: number; accuracy: number } }[] }[]
}

describe('configs/', () => {
  it('are there', () => expect(configs.length).toBeGreaterThan(5))

  it.each(configs)('%s is valid', async (name) => {
    const file = join(root, 'configs', name)
    expect(await faninJson('validate', file)).toMatchObject({ valid: true })
  })

  // Those of the papers make inputs of their own, and are measured in claims.test.ts and by `npm run papers`.
  it.each(configs.filter((name) => !name.startsWith('papers')))('%s trains', async (name) => {
    const file = join(root, 'configs', name)
    const { arms } = await faninJson<Study>('run', file, ...few, '--out', out.path(name), '--quiet')
    expect(arms.length).toBeGreaterThan(0)
    for (const { trials } of arms) {
      expect(trials).toHaveLength(1)
      expect(trials[0]?.status).toBe('completed')
      expect(trials[0]?.metrics.loss).toBeGreaterThan(0)
    }
  })

  it.each(configs)('%s names a schema for editors that exists', async (name) => {
    const { readFileSync } = await import('node:fs')
    const file = join(root, 'configs', name)
    const [, schema] = /^# yaml-language-server: \$schema=(.*)$/m.exec(readFileSync(file, 'utf8')) ?? []
    expect(existsSync(join(file, '..', String(schema)))).toBe(true)
    expect(relative(root, join(file, '..', String(schema)))).toBe(join('docs', 'experiment.schema.json'))
  })
})
