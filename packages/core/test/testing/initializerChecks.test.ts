import { describe, expect, it } from '@jest/globals'
import type { Initializer, InitializerPlugin } from '../../src/plugin/initializer.js'
import { type InitializerPromises, initializerChecks, isDeterministic } from '../../src/testing/initializerChecks.js'
import { convolutionKernel, denseKernel } from '../../src/testing/parameters.js'

// biome-ignore lint/suspicious/noExplicitAny: plugins of several options are tried.
type Plugin = InitializerPlugin<any>

const number = { type: 'number', default: 0.1, description: 'The standard deviation.' }
const optionsWith = (std: object) => ({ type: 'object', additionalProperties: false, properties: { std } }) as const

/** In order, but for what a case breaks. */
const plugin = (broken: Partial<Plugin> = {}): Plugin => ({
  name: 'small',
  summary: 'Normal values of a small std.',
  options: optionsWith(number),
  create: ({ std }) => filled((random) => random.normal(0, std)),
  ...broken,
})

const filled =
  (draw: (random: Parameters<Initializer>[1]) => number): Initializer =>
  ({ shape }, random) =>
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => draw(random))

const parameters = [convolutionKernel(3, 8, 16), denseKernel(96, 64)]

/** The first failure of each check that fails. */
const failures = (of: Plugin, promises: InitializerPromises): Record<string, string> =>
  Object.fromEntries(
    initializerChecks(of, { parameters, ...promises }).flatMap(({ name, run }) => {
      try {
        run()
        return []
      } catch (error) {
        return [[name, (error as Error).message]]
      }
    }),
  )

let calls = 0

const flawed: readonly [what: string, Partial<Plugin>, InitializerPromises, check: string, says: string][] = [
  ['a name with capitals', { name: 'Small' }, {}, 'words', 'Use camelCase'],
  ['a summary that is no sentence', { summary: 'small' }, {}, 'words', 'Write a sentence'],
  [
    'an option without description',
    { options: optionsWith({ type: 'number', default: 1 }) },
    {},
    'words',
    'std has no',
  ],
  ['a wrong default', { options: optionsWith({ ...number, minimum: 1 }) }, {}, 'schema', 'its own schema refuses'],
  ['an option of any type', { options: optionsWith({ default: 1, description: 'Any.' }) }, {}, 'options', 'any value'],
  [
    'a required option that nobody can guess',
    { options: { ...optionsWith({ type: 'number', description: 'The standard deviation.' }), required: ['std'] } },
    {},
    'values',
    'Give it `examples` in its schema.',
  ],
  ['too few values', { create: () => () => new Float32Array(3) }, {}, 'values', 'returned 3 values where'],
  ['values that are no numbers', { create: () => filled(() => Number.NaN) }, {}, 'values', 'returned NaN as value 0'],
  ['Math.random', { create: () => filled(() => Math.random()) }, {}, 'values', 'called Math.random'],
  [
    'changed options',
    { create: (own) => filled((r) => r.normal(0, Object.assign(own, { std: 2 }).std)) },
    {},
    'values',
    'Change a copy',
  ],
  [
    'a changed parameter',
    { create: () => (of, random) => filled((r) => r.normal())(Object.assign(of, { fanIn: 1 }), random) },
    {},
    'values',
    'read only',
  ],
  ['a memory', { create: () => filled(() => calls++) }, {}, 'repeats', 'keep nothing from one call to the next'],
  ['no use of its stream', { create: () => filled(() => 1) }, {}, 'seeds', 'promise `deterministic: true`'],
  ['draws for all that', {}, { deterministic: true }, 'seeds', 'drop `deterministic`'],
  ['another mean', { create: () => filled((random) => random.uniform(0, 1)) }, { mean: 0 }, 'mean', 'has mean a / 2'],
  ['a std without the correction', { create: () => filled((r) => r.truncatedNormal()) }, { std: 1 }, 'std', '0.8796'],
  ['kernels that are not orthogonal', {}, { orthogonal: 1 }, 'orthogonal', 'orthonormalize twice'],
  ['another norm', {}, { spectralNorm: 1 }, 'spectralNorm', 'largest singular value'],
  ['fewer zeros', {}, { sparsity: 0.5 }, 'sparsity', 'Count zeros'],
]

describe('the kit', () => {
  it('passes an initializer that is in order', () => {
    expect(failures(plugin(), { options: [{}, { std: 2 }], mean: 0, std: (_, { std }) => std })).toEqual({})
  })

  it.each(flawed)('fails one with %s', (_, broken, promises, check, says) => {
    expect(failures(plugin(broken), { mean: 0, ...promises })[check]).toContain(says)
  })

  it('holds values to what the plugin itself says is to be expected', () => {
    const wrong = plugin({ expected: () => () => ({ mean: 0, std: 0.3, kurtosis: 3 }) })
    expect(failures(wrong, {}).std).toContain('0.3 ±')
  })

  it('knows orthogonal kernels, norms and zeros when it sees them', () => {
    const diagonal: Initializer = ({ shape }) => {
      const [rows, columns] = shape.slice(-2) as [number, number]
      const size = shape.reduce((a, b) => a * b, 1)
      return Float32Array.from({ length: size }, (_, i) =>
        Number(i < rows * columns && Math.floor(i / columns) === i % columns),
      )
    }
    const eye = plugin({ create: () => diagonal })
    const promises = {
      parameters: [denseKernel(12, 12)],
      deterministic: true,
      orthogonal: 1,
      spectralNorm: 1,
      sparsity: 11 / 12,
    }
    expect(failures(eye, promises)).toEqual({})
    expect([isDeterministic(eye), isDeterministic(plugin())]).toEqual([true, false])
  })
})
