import { spawnSync } from 'node:child_process'
import { appendFileSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { scratch, tinyExperiment } from './cli.js'
import { fanin, studyIn } from './process.js'

const docs = fileURLToPath(new URL('../docs/', import.meta.url))

/** A study in which trials are completed, diverge and fail. */
const here = scratch({
  'study.yaml': `${tinyExperiment}probe: { every: 2 }
plugins: [./bad.js]
sweep:
  zip:
    initializers.kernel: [heUniform, { type: heUniform, label: hot }, bad/throws]
    training.optimizer.learningRate: [0.05, 1e30, 0.05]
`,
  'bad.js': `export default {
    meta: { name: 'bad', namespace: 'bad', contract: 1 },
    initializers: [{
      name: 'throws',
      summary: 'Does harm.',
      options: { type: 'object', additionalProperties: false, properties: {} },
      create: () => () => { throw new Error('I am tired.') },
    }],
  }`,
})
afterAll(here.remove)

let study = ''
beforeAll(async () => {
  await fanin('run', here.path('study.yaml'), '--out', here.path('runs'), '--quiet', '--workers', '1')
  study = studyIn(here.path('runs'))
})

const filesNamed = (pattern: RegExp): string[] =>
  (readdirSync(study, { recursive: true }) as string[]).filter((path) => pattern.test(basename(path)))

const textOf = (path: string): string => readFileSync(join(study, path), 'utf8')

const linesOf = (path: string): { kind: string }[] =>
  textOf(path)
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true })
for (const file of readdirSync(join(docs, 'schemas'))) {
  ajv.addSchema(JSON.parse(readFileSync(join(docs, 'schemas', file), 'utf8')), file.replace('.schema.json', ''))
}

const faultsOf = (schema: string, value: unknown) => (ajv.validate(schema, value) ? [] : [value, ajv.errorsText()])

describe('the published schemas', () => {
  it.each(['result', 'study', 'init', 'filters'])('describe every %s.json', (name) => {
    const files = filesNamed(new RegExp(`^${name}\\.json$`))
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) expect(faultsOf(name, JSON.parse(textOf(file)))).toEqual([])
  })

  it.each([
    ['attempt', /^attempt-\d+\.jsonl$/, ['diverged', 'epoch', 'probe', 'step', 'trial.end', 'trial.start', 'weights']],
    ['study', /^events(-\d+)?\.jsonl$/, ['study.end', 'study.start', 'trial.end', 'trial.start', 'worker.start']],
  ])('describe every line of the log of the %s', (name, pattern, kinds) => {
    const lines = filesNamed(pattern).flatMap(linesOf)
    expect([...new Set(lines.map(({ kind }) => kind))]).toEqual(expect.arrayContaining(kinds))
    for (const line of lines) {
      expect(faultsOf(`event#/$defs/${name}`, line)).toEqual([])
      expect(faultsOf('event', line)).toEqual([])
    }
  })

  it('refuse a line of an unknown kind, without its check sum, or with a key too many', () => {
    const [line] = linesOf('events.jsonl') as [Record<string, unknown>]
    const { crc: _, ...unsigned } = line
    for (const wrong of [{ ...line, kind: 'nothing' }, unsigned, { ...line, more: 1 }]) {
      expect(faultsOf('event', wrong)).not.toEqual([])
    }
  })
})

/** The blocks of a language in docs/records.md. */
const examplesIn = (language: string): string[] =>
  [...readFileSync(join(docs, 'records.md'), 'utf8').matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, found, code]) =>
    found === language ? [code as string] : [],
  )

describe.each([
  ['js', 'example.mjs', process.execPath],
  ['python', 'example.py', process.env.FANIN_PYTHON ?? 'python3'],
])('the %s example of docs/records.md', (language, name, program) => {
  const read = (log: string) => {
    writeFileSync(here.path(name), examplesIn(language).join('\n'))
    return spawnSync(program, [here.path(name), log], { encoding: 'utf8' })
  }
  const copyOf = (log: string): string => {
    copyFileSync(join(study, log), here.path('log.jsonl'))
    return here.path('log.jsonl')
  }
  if (spawnSync(program, ['--version']).status !== 0) {
    it.skip(`reads logs: skipped, because there is no ${program}`, () => {})
    return
  }

  it('reads a whole log, and leaves out a torn tail', () => {
    const log = copyOf('events.jsonl')
    const whole = read(log)
    expect(whole.stdout.match(/\bkind\b/g)).toHaveLength(linesOf('events.jsonl').length)
    appendFileSync(log, '{"v":"fanin.event/1","seq":')
    expect(read(log)).toMatchObject({ status: 0, stdout: whole.stdout })
  })

  it('stops at a damaged line', () => {
    const log = copyOf('events.jsonl')
    writeFileSync(log, readFileSync(log, 'utf8').replace('"workers":1', '"workers":2'))
    const { status, stderr } = read(log)
    expect([status, stderr]).toEqual([1, expect.stringMatching(/damaged: .*study\.start/)])
  })
})

describe('the jq examples of docs/records.md', () => {
  if (spawnSync('jq', ['--version']).status !== 0) {
    it.skip('show losses and results: skipped, because there is no jq', () => {})
    return
  }

  it('show losses and results', () => {
    const commands = (examplesIn('sh')[0] as string).trim().split('\n')
    const [losses, results] = commands.map((command) => {
      const { stdout } = spawnSync('sh', ['-c', command], { cwd: here.path('.'), encoding: 'utf8' })
      return stdout.trim().split('\n')
    }) as [string[], string[]]
    expect(losses).toContainEqual(expect.stringMatching(/attempt-1\.jsonl\t2\t[\d.]+$/))
    expect(results).toContainEqual(expect.stringMatching(/^heUniform, .*\t0\tcompleted\t[\d.]+\t[\d.]+$/))
  })
})
