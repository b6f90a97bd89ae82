import { afterAll, describe, expect, it } from '@jest/globals'
import { fanin, scratch, tinyExperiment } from './cli.js'
import { fanin as faninProcess } from './process.js'

/** A plugin that is in order, but for what a test breaks. */
const plugin = ({
  contract = '1',
  namespace = 'broken',
  name = 'own',
  options = "{ std: { type: 'number', default: 1, description: 'The standard deviation.' } }",
  create = '() => ({ shape }) => new Float32Array(size(shape)).fill(0.5)',
} = {}): string => `
const size = (shape) => shape.reduce((a, b) => a * b, 1)
export default {
  meta: { name: 'broken', namespace: '${namespace}', contract: ${contract} },
  initializers: [
    {
      name: '${name}',
      summary: 'Fills a parameter.',
      options: { type: 'object', additionalProperties: false, properties: ${options} },
      create: ${create},
    },
  ],
}
`

/** What is broken, the code and the words that say so, and what to do about it. */
const broken: readonly [what: string, source: string, code: string, says: string, hint: string][] = [
  ['nothing', plugin(), '', '', ''],
  [
    'noExport',
    'export const plugin = {}',
    'FANIN_PLUGIN_EXPORT',
    'has no default export',
    'export default definePlugin(',
  ],
  ['contract', plugin({ contract: '2' }), 'FANIN_PLUGIN_CONTRACT', 'contract 2; this fanin speaks 1', 'Update fanin'],
  [
    'schema',
    plugin({ options: "{ std: { type: 'nummer' } }" }),
    'FANIN_PLUGIN_SCHEMA',
    '"own", whose options are no valid schema',
    'Write { type: "object"',
  ],
  [
    'schemaDefault',
    plugin({ options: "{ std: { type: 'number', default: 'one' } }" }),
    'FANIN_PLUGIN_SCHEMA',
    'have a default of "std" that its own schema refuses',
    'Write { type: "object"',
  ],
  [
    'taken',
    plugin({ namespace: 'tfjs' }),
    'FANIN_PLUGIN_NAMESPACE',
    'both claim the namespace "tfjs"',
    'meta.namespace',
  ],
  ['capitals', plugin({ name: 'Own' }), 'FANIN_PLUGIN_NAME', '"Own", which is no name', 'the first a small letter'],
  ['climbs', plugin({ namespace: '../own' }), 'FANIN_PLUGIN_NAME', 'the namespace "../own"', 'Use letters and digits'],
  ['throws', 'throw new Error("I am tired.")', 'FANIN_PLUGIN_LOAD', 'I am tired.', 'the error is its own'],
  ['needs', 'import "fanin-absent"', 'FANIN_PLUGIN_LOAD', "'fanin-absent'", 'npm install fanin-absent'],
  ['waits', 'await new Promise(() => {})', 'FANIN_PLUGIN_LOAD', 'never happens', 'the error is its own'],
  ['leaves', 'process.exit(0)', 'FANIN_PLUGIN_EXIT', 'it called process.exit', 'Throw an error'],
  [
    'meddles',
    plugin({ create: '(options) => { options.std = 2; return ({ shape }) => new Float32Array(size(shape)) }' }),
    'FANIN_PLUGIN_FROZEN',
    'it changes what it is given to read',
    'Change a copy',
  ],
  [
    'random',
    plugin({ create: '() => ({ shape }) => new Float32Array(size(shape)).map(Math.random)' }),
    'FANIN_PLUGIN_RANDOM',
    'it called Math.random',
    'Draw from the stream',
  ],
  [
    'secretlyRandom',
    plugin({ create: '() => ({ shape }) => { try { Math.random() } catch {} return new Float32Array(size(shape)) }' }),
    'FANIN_PLUGIN_RANDOM',
    'it called Math.random',
    'Draw from the stream',
  ],
  [
    'short',
    plugin({ create: '() => () => new Float32Array(1)' }),
    'FANIN_INITIALIZER_RESULT',
    'returned 1 values where 18 are needed',
    'Return one for each weight',
  ],
  [
    'nan',
    plugin({ create: '() => ({ shape }) => new Float32Array(size(shape)).fill(NaN)' }),
    'FANIN_INITIALIZER_RESULT',
    'returned NaN as value 0',
    'division by 0',
  ],
  [
    'promise',
    plugin({ create: '() => async ({ shape }) => new Float32Array(size(shape))' }),
    'FANIN_INITIALIZER_RESULT',
    'returned a Promise',
    'Initializers are synchronous',
  ],
  [
    'exits',
    plugin({ create: '() => () => process.exit(0)' }),
    'FANIN_PLUGIN_EXIT',
    'it called process.exit',
    'Throw an error',
  ],
  [
    'misspelt',
    plugin().replace('initializers:', 'initialisers:'),
    'FANIN_PLUGIN_DEFINITION',
    '`initialisers`, which fanin does not know',
    'Did you mean "initializers"?',
  ],
]

const using = (name: string): string => `${tinyExperiment}plugins: [${name}]\ninitializers: { kernel: broken/own }\n`

const here = scratch({
  ...Object.fromEntries(broken.map(([what, source]) => [`${what}.js`, source])),
  ...Object.fromEntries(broken.map(([what]) => [`${what}.yaml`, using(`./${what}.js`)])),
  'absent.yaml': using('fanin-plugin-absent'),
  'twice.yaml': using('./nothing.js, ./contract.js, ./again.js'),
  'again.js': plugin(),
})
afterAll(here.remove)

/** Those that would end the process have one of their own. */
const validate = (what: string) => {
  const run = ['waits', 'leaves', 'exits'].includes(what) ? faninProcess : fanin
  return run('validate', here.path(`${what}.yaml`))
}

describe('a broken plugin', () => {
  it.each(broken.slice(1))('%s: is refused with what is wrong and what to do', async (what, _, code, says, hint) => {
    const { exitCode, stdout, stderr } = await validate(what)
    expect(stderr).toContain(code)
    expect(stderr).toContain(says)
    expect(stderr).toContain(hint)
    expect(stderr).toContain(`${what}.yaml:`)
    expect(stderr).not.toContain('defect of fanin')
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  })

  it('is what its neighbour, in which nothing is broken, is not', async () => {
    const { exitCode, stdout } = await validate('nothing')
    expect(stdout).toContain('is valid')
    expect(exitCode).toBe(0)
  })

  it('that is not there is refused with the command that installs it', async () => {
    const { exitCode, stderr } = await validate('absent')
    expect(stderr).toContain('FANIN_PLUGIN_NOT_FOUND')
    expect(stderr).toContain('npm install fanin-plugin-absent')
    expect(exitCode).toBe(2)
  })

  it('does not hide what is wrong with the others', async () => {
    const { stderr } = await validate('twice')
    expect(stderr).toContain('FANIN_PLUGIN_CONTRACT')
    expect(stderr).toContain('"./nothing.js" and "./again.js" both claim the namespace "broken"')
  })
})
