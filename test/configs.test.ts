import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { faninJson, scratch } from './cli.js'

const root = join(import.meta.dirname, '..')
const configs = readdirSync(join(root, 'configs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
)
const out = scratch()
afterAll(out.remove)

const isProbed = (name: string): boolean =>
  name.startsWith('papers') || /type: gaussian/.test(readFileSync(join(root, 'configs', name), 'utf8'))

/** Small enough for a few steps, whatever the experiment says; the tasks keep their own data. */
const few = (name: string): readonly string[] => [
  ...(isTask(name) ? fewOfItsOwn(name) : ['dataset={ type: digits, train: 64, test: 32 }']),
  'training.epochs=1',
  ...(sweepsBatches(name) ? [] : [`training.batchSize=${isTask(name) ? 4 : 32}`]),
  'seeds=1',
  'backend=wasm',
]

/** An option that a file leaves out is added with a plus. */
const fewOfItsOwn = (name: string): readonly string[] => {
  const plus = folderOf(name) === undefined ? '' : '+'
  return [`${plus}dataset.train=4`, `${plus}dataset.test=4`]
}

/** What is swept cannot be overridden. */
const sweepsBatches = (name: string): boolean =>
  /^ {4}training\.batchSize:/m.test(readFileSync(join(root, 'configs', name), 'utf8'))

const isTask = (name: string): boolean => name.startsWith('tasks')

/** The folder of real data that an experiment reads, as it writes it. */
const folderOf = (name: string): string | undefined =>
  /^ {2}folder: (.*)$/m.exec(readFileSync(join(root, 'configs', name), 'utf8'))?.[1]

/** Real data are not part of the repository: what needs them is skipped where they are not beside it. */
const hasData = (name: string): boolean => {
  const folder = folderOf(name)
  return folder === undefined || existsSync(join(root, 'configs', name, '..', folder))
}

interface Study {
  arms: { label: string; trials: { status: string; metrics: { loss: number } }[] }[]
}

describe('configs/', () => {
  it('are there', () => expect(configs.length).toBeGreaterThan(5))

  for (const name of configs.filter((one) => !hasData(one))) it.skip(`${name} needs data that are not here`, () => {})

  it.each(configs.filter(hasData))('%s is valid', async (name) => {
    const file = join(root, 'configs', name)
    expect(await faninJson('validate', file)).toMatchObject({ valid: true })
  })

  // Networks on normal inputs are there to be probed: claims.test.ts and `npm run papers` measure them.
  it.each(configs.filter((name) => hasData(name) && !isProbed(name)))('%s trains', async (name) => {
    const file = join(root, 'configs', name)
    const { arms } = await faninJson<Study>('run', file, ...few(name), '--out', out.path(name), '--quiet')
    expect(arms.length).toBeGreaterThan(0)
    for (const { trials } of arms) {
      expect(trials).toHaveLength(1)
      expect(trials[0]?.status).toBe('completed')
      expect(trials[0]?.metrics.loss).toBeGreaterThan(0)
    }
  })

  it.each(configs)('%s names a schema for editors that exists', async (name) => {
    const file = join(root, 'configs', name)
    const [, schema] = /^# yaml-language-server: \$schema=(.*)$/m.exec(readFileSync(file, 'utf8')) ?? []
    expect(existsSync(join(file, '..', String(schema)))).toBe(true)
    expect(relative(root, join(file, '..', String(schema)))).toBe(join('docs', 'experiment.schema.json'))
  })
})
