import { describe, expect, it } from '@jest/globals'
import { FaninError } from '../../src/errors/faninError.js'
import { type Catalogue, planStudy } from '../../src/experiment/plan.js'
import { readExperiment } from '../../src/experiment/read.js'
import { rateOf } from '../../src/experiment/training.js'
import { Registry } from '../../src/plugin/registry.js'
import { positionOf } from '../../src/source/place.js'
import { testCatalogue } from './catalogue.js'

const base = `version: 1
name: test
dataset: digits
model:
  inputShape: [4, 4, 1]
  layers:
    - { type: conv2d, filters: 2, activation: relu }
    - flatten
    - { type: dense, units: 3, name: head }
training: { epochs: 1 }
`

const files = (texts: Record<string, string>) => ({
  read: (name: string): string => {
    if (!(name in texts)) throw new Error('no such file')
    return texts[name] as string
  },
  resolve: (_: string, name: string): string => name.replace('./', ''),
})

const plan = (
  text: string,
  overrides: string[] = [],
  more: Record<string, string> = {},
  catalogue: Catalogue = testCatalogue,
) => planStudy(readExperiment('e.yaml', files({ 'e.yaml': text, ...more }), overrides), catalogue)

const problems = (...experiment: Parameters<typeof plan>) => {
  try {
    plan(...experiment)
  } catch (error) {
    if (!FaninError.is(error)) throw error
    return error.problems.map(({ code, message, hint, place }) => {
      const { file, line, column } = positionOf(place as NonNullable<typeof place>)
      return { code, at: `${file}:${line}:${column}`, message, hint }
    })
  }
  return []
}

const sweep = (text: string): string => `${base}sweep:\n  ${text}\n`

describe('planStudy', () => {
  it('fills in every default', () => {
    const { config } = plan(base).arms[0] as ReturnType<typeof plan>['arms'][0]
    expect(config.training).toMatchObject({
      loss: { type: 'categoricalCrossentropy' },
      optimizer: { type: 'sgd', learningRate: 0, momentum: 0 },
      schedule: { type: 'constant' },
      metrics: [{ type: 'accuracy' }],
      batchSize: 128,
      epochs: 1,
    })
    expect(config.initializers).toEqual({ kernel: { type: 'glorotUniform' }, bias: { type: 'zeros' }, rules: [] })
    expect(config.dataset).toEqual({ type: 'digits', train: 0 })
  })

  it('names layers by type and number, and parameters by layer and weight', () => {
    const { architecture, fillings } = plan(base).arms[0] as ReturnType<typeof plan>['arms'][0]
    expect(architecture.nodes.map(({ name, shape }) => [name, shape])).toEqual([
      ['conv2d_1', [4, 4, 2]],
      ['flatten_1', [32]],
      ['head', [3]],
    ])
    expect(fillings.map(({ parameter, initializer }) => `${parameter.path} ${initializer.type}`)).toEqual([
      'conv2d_1/kernel glorotUniform',
      'head/kernel glorotUniform',
      'head/bias zeros',
    ])
  })

  it('tells a parameter the activation that follows it, through a normalization', () => {
    const text = base.replace(
      '    - flatten',
      '    - { type: conv2d, filters: 2 }\n    - batchNormalization\n    - { type: activation, activation: tanh }\n    - flatten',
    )
    const { fillings } = plan(text).arms[0] as ReturnType<typeof plan>['arms'][0]
    expect(fillings.map(({ parameter }) => parameter.activation)).toEqual(['relu', 'tanh', 'linear', 'linear'])
  })

  it('tells a parameter where it stands, in the network and in the branch of a residual block', () => {
    const block = `    - { type: residual, layers: [{ type: conv2d, filters: 2 }, batchNormalization, { type: conv2d, filters: 2 }] }
    - { type: residual, layers: [{ type: conv2d, filters: 2 }], shortcut: [{ type: conv2d, filters: 2 }] }
    - flatten`
    const { fillings } = plan(base.replace('    - flatten', block)).arms[0] as ReturnType<typeof plan>['arms'][0]
    const kernels = fillings.filter(({ parameter }) => parameter.role === 'kernel')
    expect(kernels.map(({ parameter }) => parameter.position)).toEqual([
      { layer: 1, depth: 6 },
      { layer: 2, depth: 6, branch: { layer: 1, layers: 2, count: 2 } },
      { layer: 3, depth: 6, branch: { layer: 2, layers: 2, count: 2 } },
      { layer: 4, depth: 6, branch: { layer: 1, layers: 1, count: 2 } },
      { layer: 5, depth: 6 },
      { layer: 6, depth: 6 },
    ])
  })

  it('takes calibrators with their options, and learning rates of single parameters', () => {
    const text = base
      .replace('{ epochs: 1 }', '{ epochs: 1, rates: [{ match: "*/bias", factor: 2 }] }')
      .concat('initializers: { calibrate: [lsuv, { type: lsuv, tolerance: 0.5 }] }\n')
    const { config } = plan(text).arms[0] as ReturnType<typeof plan>['arms'][0]
    expect(config.initializers.calibrate).toEqual([
      { type: 'lsuv', tolerance: 0 },
      { type: 'lsuv', tolerance: 0.5 },
    ])
    expect(['head/bias', 'head/kernel'].map((path) => rateOf(path, config.training))).toEqual([2, 1])
  })

  it('runs one seed of every arm first', () => {
    const { trials } = plan(`${sweep('grid: { initializers.kernel: [zeros, heUniform] }')}seeds: 2\n`)
    expect(trials.map(({ arm, seed }) => `${arm.label} ${seed}`)).toEqual([
      'zeros 0',
      'heUniform 0',
      'zeros 1',
      'heUniform 1',
    ])
  })

  it('keeps arms and study the same when seeds, names and descriptions change', () => {
    const one = plan(base)
    const two = plan(`${base.replace('name: test', 'name: other')}seeds: [7, 0]\ndescription: text\n`)
    expect([two.id, two.arms[0]?.id, two.seeds]).toEqual([one.id, one.arms[0]?.id, [7, 0]])
  })

  it('gives an arm the same identity however its defaults are written', () => {
    const written = base.replace(
      '{ epochs: 1 }',
      '{ epochs: 1, batchSize: 128, optimizer: { momentum: 0, type: sgd } }',
    )
    expect(plan(written).arms[0]?.id).toBe(plan(base).arms[0]?.id)
  })

  it('keeps the names of all other layers when one is added at the end of a repeat', () => {
    const text = base.replace(
      '    - flatten',
      '    - { type: repeat, times: 2, layers: [{ type: conv2d, filters: 2 }, { type: conv2d, filters: 2, name: last }] }\n    - flatten',
    )
    const names = plan(text).arms[0]?.architecture.nodes.map(({ name }) => name)
    expect(names).toEqual(['conv2d_1', 'conv2d_2', 'last_1', 'conv2d_3', 'last_2', 'flatten_1', 'head'])
  })

  it('writes a residual block out as a branch and an addition', () => {
    const block = '    - { type: residual, layers: [{ type: conv2d, filters: 2 }], activation: relu }\n    - flatten'
    const nodes = plan(base.replace('    - flatten', block)).arms[0]?.architecture.nodes
    expect(nodes?.map(({ name, inputs }) => `${name} <- ${inputs}`)).toEqual([
      'conv2d_1 <- input',
      'conv2d_2 <- conv2d_1',
      'add_1 <- conv2d_1,conv2d_2',
      'activation_1 <- add_1',
      'flatten_1 <- activation_1',
      'head <- flatten_1',
    ])
  })

  it('lets a rule fill what it matches, and says which rule did', () => {
    const text = `${base}initializers: { rules: [{ match: "head/*", use: { type: randomNormal, std: 0.01 } }] }\n`
    const fillings = plan(text).arms[0]?.fillings
    expect(fillings?.map(({ initializer, rule }) => `${initializer.type} ${rule}`)).toEqual([
      'glorotUniform initializers.kernel',
      'randomNormal initializers.rules.0',
      'randomNormal initializers.rules.0',
    ])
  })
})

describe('a sweep', () => {
  const labels = (text: string) => plan(sweep(text)).arms.map(({ label }) => label)

  it.each([
    [
      'grid: { initializers.kernel: [zeros, heUniform], training.batchSize: [1, 2] }',
      ['zeros, batchSize=1', 'zeros, batchSize=2', 'heUniform, batchSize=1', 'heUniform, batchSize=2'],
    ],
    [
      'zip: { initializers.kernel: [zeros, heUniform], training.batchSize: [1, 2] }',
      ['zeros, batchSize=1', 'heUniform, batchSize=2'],
    ],
    [
      'list: [{ initializers.kernel: zeros }, { training.batchSize: 2, initializers.kernel: heUniform }]',
      ['zeros', 'batchSize=2, heUniform'],
    ],
    [
      '{ grid: { initializers.kernel: [zeros, heUniform], training.batchSize: [1, 2] }, exclude: [{ initializers.kernel: zeros, training.batchSize: 2 }] }',
      ['zeros, batchSize=1', 'heUniform, batchSize=1', 'heUniform, batchSize=2'],
    ],
    [
      'grid: { initializers.kernel: [{ type: randomNormal, std: 0.1 }, { type: randomNormal, std: 1 }] }',
      ['randomNormal(std=0.1)', 'randomNormal(std=1)'],
    ],
    ['grid: { initializers.kernel: [{ type: randomNormal, std: 0.1, label: small }, zeros] }', ['small', 'zeros']],
    ['grid: { training.batchSize: [{ value: 8, label: tiny }, 16] }', ['tiny', 'batchSize=16']],
    ['grid: { model.layers.0.filters: [1, 2] }', ['filters=1', 'filters=2']],
    ['grid: { training.optimizer.momentum: [0.5, 0.9] }', ['momentum=0.5', 'momentum=0.9']],
  ])('%s', (text, expected) => {
    expect(labels(text)).toEqual(expected)
  })

  it.each([
    ['zip: { initializers.kernel: [zeros], training.batchSize: [1, 2] }', 'FANIN_SWEEP', 'e.yaml:12:8'],
    ['grid: { seeds: [1, 2] }', 'FANIN_SWEEP', 'e.yaml:12:11'],
    ['grid: { model.layers.9.filters: [1] }', 'FANIN_SWEEP', 'e.yaml:12:11'],
    ['grid: { a.__proto__.b: [1] }', 'FANIN_FORBIDDEN_KEY', 'e.yaml:12:11'],
    ['grid: { initializers.kernel: [zeros, zeros] }', 'FANIN_SWEEP', 'e.yaml:12:40'],
    ['grid: { initializers.kernel: [] }', 'FANIN_INVALID_VALUE', 'e.yaml:12:32'],
    ['grid: { initializers.kernel: [zeros, heUnifrm] }', 'FANIN_UNKNOWN_TYPE', 'e.yaml:12:40'],
    ['exclude: [{ training.batchSize: 1 }]', 'FANIN_SWEEP', 'e.yaml:12:3'],
    [
      `grid: { training.batchSize: [${Array.from({ length: 200 }, (_, i) => i + 1)}], training.epochs: [${Array.from({ length: 200 }, (_, i) => i + 1)}] }`,
      'FANIN_SWEEP',
      'e.yaml:12:3',
    ],
  ])('refuses %s', (text, code, at) => {
    expect(problems(sweep(text))).toContainEqual(expect.objectContaining({ code, at }))
  })

  it('may supply a section that the file leaves out', () => {
    const text = sweep('grid: { training: [{ epochs: 1 }, { epochs: 2 }] }').replace('training: { epochs: 1 }\n', '')
    expect(plan(text).arms).toHaveLength(2)
  })
})

describe('a wrong experiment', () => {
  it.each([
    [
      'an unknown key',
      base.replace('epochs: 1', 'epochs: 1, bachSize: 2'),
      'FANIN_UNKNOWN_KEY',
      'e.yaml:10:24',
      'Did you mean "batchSize"?',
    ],
    [
      'an unknown top-level key',
      `${base}initialisers: {}\n`,
      'FANIN_UNKNOWN_KEY',
      'e.yaml:11:1',
      'Did you mean "initializers"?',
    ],
    [
      'an unknown initializer',
      `${base}initializers: { kernel: he_uniform }\n`,
      'FANIN_UNKNOWN_TYPE',
      'e.yaml:11:25',
      'Did you mean "heUniform"?',
    ],
    ['a wrong type', base.replace('epochs: 1', 'epochs: three'), 'FANIN_INVALID_VALUE', 'e.yaml:10:21', 'Passes over'],
    ['epochs 0', base.replace('epochs: 1', 'epochs: 0'), 'FANIN_INVALID_VALUE', 'e.yaml:10:21', 'Passes over'],
    [
      'a wrong option',
      `${base}initializers: { kernel: { type: randomNormal, std: x } }\n`,
      'FANIN_INVALID_OPTIONS',
      'e.yaml:11:52',
      '',
    ],
    [
      'an unknown option',
      `${base}initializers: { kernel: { type: randomNormal, stddev: 1 } }\n`,
      'FANIN_UNKNOWN_KEY',
      'e.yaml:11:47',
      'Did you mean "std"?',
    ],
    ['a missing section', base.replace('dataset: digits\n', ''), 'FANIN_MISSING_KEY', 'e.yaml:1:1', 'Add `dataset:`'],
    ['a seed written twice', `${base}seeds: [1, 2, 1]\n`, 'FANIN_INVALID_VALUE', 'e.yaml:11:8', 'How many seeds'],
    ['a negative seed', `${base}seeds: [-1]\n`, 'FANIN_INVALID_VALUE', 'e.yaml:11:9', ''],
    [
      'a rule that matches nothing',
      `${base}initializers: { rules: [{ match: haed/kernel, use: zeros }] }\n`,
      'FANIN_RULE_UNMATCHED',
      'e.yaml:11:34',
      'Did you mean "head/kernel"?',
    ],
    [
      'a rule that others shadow',
      `${base}initializers: { rules: [{ match: "*/*", use: zeros }, { match: head/kernel, use: ones }] }\n`,
      'FANIN_RULE_UNMATCHED',
      'e.yaml:11:64',
      'Move this rule up',
    ],
    [
      'a shape that does not fit',
      base.replace('    - flatten', '    - flatten\n    - { type: conv2d, filters: 1 }'),
      'FANIN_LAYER_INPUT',
      'e.yaml:9:7',
      'Give it an image.',
    ],
    [
      'an input that does not exist',
      base.replace('name: head', 'name: head, input: flaten_1'),
      'FANIN_LAYER_NAME',
      'e.yaml:9:51',
      'Did you mean "flatten_1"?',
    ],
    [
      'a layer name that is taken',
      base.replace('- flatten', '- { type: flatten, name: conv2d_1 }'),
      'FANIN_LAYER_NAME',
      'e.yaml:8:30',
      'Choose another',
    ],
    [
      'a layer that nothing reads',
      base.replace('name: head', 'name: head, input: conv2d_1'),
      'FANIN_LAYER_INPUT',
      'e.yaml:8:7',
      '`input`',
    ],
    [
      'a residual branch of another shape',
      base.replace('    - flatten', '    - { type: residual, layers: [{ type: conv2d, filters: 5 }] }\n    - flatten'),
      'FANIN_LAYER_INPUT',
      'e.yaml:8:7',
      '`shortcut`',
    ],
    [
      'a learning rate that no parameter has',
      base.replace('epochs: 1', 'epochs: 1, rates: [{ match: heads/kernel, factor: 1 }]'),
      'FANIN_RULE_UNMATCHED',
      'e.yaml:10:41',
      'Did you mean "head/kernel"?',
    ],
    [
      'an unknown calibrator',
      `${base}initializers: { calibrate: [lsuw] }\n`,
      'FANIN_UNKNOWN_TYPE',
      'e.yaml:11:29',
      'Did you mean "lsuv"?',
    ],
    ['a document that is a list', '- 1\n', 'FANIN_INVALID_VALUE', 'e.yaml:1:1', 'fanin explain'],
    ['a sweep that is a number', `${base}sweep: 3\n`, 'FANIN_INVALID_VALUE', 'e.yaml:11:8', ''],
  ])('with %s is refused', (_, text, code, at, hint) => {
    expect(problems(text)).toContainEqual(expect.objectContaining({ code, at, hint: expect.stringContaining(hint) }))
  })

  it('calls a misspelt key unknown, and not the right one missing too', () => {
    expect(problems(base.replace('units: 3', 'unit: 3')).map(({ code }) => code)).toEqual(['FANIN_UNKNOWN_KEY'])
  })

  it('with a million layers in a few lines is refused at once', () => {
    const nested =
      '{ type: repeat, times: 1000, layers: [{ type: repeat, times: 1000, layers: [batchNormalization] }] }'
    const [problem] = problems(base.replace('- flatten', `- ${nested}\n    - flatten`))
    expect(problem).toMatchObject({
      code: 'FANIN_LAYER_INPUT',
      message: expect.stringContaining('more than 10000 layers'),
    })
  })

  it('with a tensor beyond all memory is refused', () => {
    const [problem] = problems(base.replace('units: 3', 'units: 1000000000'))
    expect(problem).toMatchObject({ code: 'FANIN_LAYER_INPUT', hint: expect.stringContaining('fewer units') })
  })

  it('with an input that a layer of another copy of this package refuses is refused', () => {
    const refuse = () => {
      throw Object.assign(new Error('It is upside down.'), { name: 'LayerInputError', hint: 'Turn it.' })
    }
    const flatten = { ...testCatalogue.layers.get('flatten'), outputShape: refuse }
    const layers = new Registry('layer', [
      ...testCatalogue.layers.names.map((name) => [name, testCatalogue.layers.get(name)] as const),
      ['flatten', flatten] as const,
    ])
    const [problem] = problems(base, [], {}, { ...testCatalogue, layers })
    expect(problem).toMatchObject({ code: 'FANIN_LAYER_INPUT', message: 'It is upside down.', at: 'e.yaml:8:7' })
  })

  it('with thousands of unknown keys is refused at once', () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join('\n')
    expect(problems(`${base}${keys}\n`).length).toBeLessThanOrEqual(100)
  })

  it('names numbers that JSON has no word for', () => {
    expect(problems(base.replace('epochs: 1', 'epochs: .inf'))[0]?.message).toContain('received "Infinity"')
  })

  it('shows everything that is wrong at once, each thing once', () => {
    const text = sweep('grid: { initializers.kernel: [zeros, heUniform] }')
      .replace('epochs: 1', 'epochs: 0, x: 1')
      .replace('digits', 'digts')
    expect(
      problems(text)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(['FANIN_INVALID_VALUE', 'FANIN_UNKNOWN_KEY', 'FANIN_UNKNOWN_TYPE'])
  })
})

describe('a list of arms', () => {
  it('takes a label for all that an arm sets', () => {
    const { arms } = plan(
      sweep(`list:
    - { label: wide, initializers.kernel: { type: randomNormal, std: 1 }, training.epochs: 2 }
    - { initializers.kernel: zeros, training.epochs: 3 }`),
    )
    expect(arms.map(({ label }) => label)).toEqual(['wide', 'zeros, epochs=3'])
    expect(Object.keys(arms[0]?.values ?? {})).toEqual(['initializers.kernel', 'training.epochs'])
  })
})

describe('extends', () => {
  it('lays the file over its base', () => {
    const text = 'extends: ./base.yaml\nname: over\ntraining: { batchSize: 7 }\n'
    const { name, arms } = plan(text, [], { 'base.yaml': base })
    expect([name, arms[0]?.config.training.batchSize, arms[0]?.config.training.epochs]).toEqual(['over', 7, 1])
  })

  it.each([
    ['a circle', 'extends: ./b.yaml\n', 'FANIN_EXTENDS_LOOP', 'b.yaml:1:10'],
    ['a file that is not there', 'extends: ./none.yaml\n', 'FANIN_FILE_NOT_READABLE', 'e.yaml:1:10'],
    ['a file without keys', 'extends: ./c.yaml\n', 'FANIN_INVALID_VALUE', 'e.yaml:1:10'],
    ['a list', 'extends: [./b.yaml]\n', 'FANIN_INVALID_VALUE', 'e.yaml:1:10'],
  ])('refuses %s', (_, text, code, at) => {
    expect(problems(text, [], { 'b.yaml': 'extends: ./e.yaml\n', 'c.yaml': 'text\n' })).toEqual([
      expect.objectContaining({ code, at }),
    ])
  })

  it('points at the base where the base is wrong', () => {
    const wrong = base.replace('epochs: 1', 'epochs: 0')
    expect(problems('extends: ./b.yaml\n', [], { 'b.yaml': wrong })[0]?.at).toBe('b.yaml:10:21')
  })
})

describe('overrides', () => {
  it.each([
    ['training.epochs=5', { epochs: 5 }],
    ['training.batchSize=9', { batchSize: 9 }],
    ['+training.optimizer.momentum=0.9', { optimizer: { type: 'sgd', learningRate: 0, momentum: 0.9 } }],
    ['training.optimizer={ type: adam, learningRate: 1 }', { optimizer: { type: 'adam', learningRate: 1 } }],
  ])('%s', (override, expected) => {
    const text = base.replace('epochs: 1', 'epochs: 1, optimizer: sgd')
    expect(plan(text, [override]).arms[0]?.config.training).toMatchObject(expected)
  })

  it('reaches into what only a default names', () => {
    expect(plan(base, ['+training.optimizer.momentum=0.5']).arms[0]?.config.training.optimizer).toMatchObject({
      type: 'sgd',
      momentum: 0.5,
    })
  })

  it('removes with ~', () => {
    const text = base.replace('epochs: 1', 'epochs: 1, batchSize: 3')
    expect(plan(text, ['~training.batchSize']).arms[0]?.config.training.batchSize).toBe(128)
  })

  it.each([
    ['training.epoch=5', 'FANIN_OVERRIDE', 'command line:1:1'],
    ['+training.epochs=5', 'FANIN_OVERRIDE', 'command line:1:1'],
    ['~training.nothing', 'FANIN_OVERRIDE', 'command line:1:1'],
    ['training.epochs', 'FANIN_OVERRIDE', 'command line:1:1'],
    ['training.epochs=', 'FANIN_OVERRIDE', 'command line:1:1'],
    ['training.epochs=[', 'FANIN_YAML_SYNTAX', 'command line:1:1'],
    ['+__proto__.polluted=1', 'FANIN_FORBIDDEN_KEY', 'command line:1:1'],
    ['+training.constructor.x=1', 'FANIN_FORBIDDEN_KEY', 'command line:1:1'],
    ['+training={ __proto__: { a: 1 } }', 'FANIN_OVERRIDE', 'command line:1:1'],
    ['training={ __proto__: { a: 1 } }', 'FANIN_FORBIDDEN_KEY', 'command line:1:1'],
    ['+model.layers.7=flatten', 'FANIN_OVERRIDE', 'command line:1:1'],
    ['training.epochs=0', 'FANIN_INVALID_VALUE', 'command line:1:1'],
  ])('refuses %s', (override, code, at) => {
    expect(problems(base, [override])).toEqual([expect.objectContaining({ code, at })])
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  it('changes what is swept, by the paths that it is swept by', () => {
    const swept = `${base}sweep: { grid: { training.epochs: [1, 2], initializers.kernel: [zeros, ones] } }\n`
    const labels = (...overrides: string[]) => plan(swept, overrides).arms.map(({ label }) => label)
    expect(labels('sweep.grid.training.epochs=[3]', '~sweep.grid.initializers.kernel')).toEqual(['epochs=3'])
    expect(labels('+sweep.grid.training.batchSize=[5]', '~sweep.grid.initializers.kernel')).toHaveLength(2)
    expect(labels('~sweep', 'training.epochs=4')).toHaveLength(1)
  })

  it.each([
    ['grid: { training.epochs: [1, 2] }', 'training.epochs=3', 'Every arm of the sweep sets training.epochs'],
    ['grid: { initializers.kernel: [zeros] }', '+initializers.kernel.gain=1', 'sets initializers.kernel'],
    ['zip: { training.epochs: [1, 2] }', 'training.epochs=nonsense', 'sets training.epochs'],
    ['list: [{ training.epochs: 1 }, { training.epochs: 2 }]', 'training.epochs=3', 'sets training.epochs'],
  ])('refuses to change under a sweep of %s what every arm sets: %s', (sweep, override, says) => {
    const problem = problems(`${base}sweep: { ${sweep} }\n`, [override])[0]
    expect(problem).toMatchObject({ code: 'FANIN_OVERRIDE', message: expect.stringContaining(says) })
  })

  it('changes what only some arms set, and what stands above a swept path', () => {
    const list = `${base}sweep: { list: [{ training.epochs: 1 }, { training.batchSize: 2 }] }\n`
    const epochs = plan(list, ['training.epochs=7']).arms.map(({ config }) => config.training.epochs)
    expect(epochs).toEqual([1, 7])
    const above = `${base}sweep: { grid: { training.optimizer.learningRate: [0.5] } }\n`
    expect(plan(above, ['training.optimizer=adam']).arms[0]?.config.training.optimizer).toMatchObject({ type: 'adam' })
  })

  it('places the second of two overrides behind the first', () => {
    expect(problems(base, ['training.batchSize=1', 'training.epochs=0'])[0]?.at).toBe('command line:1:22')
  })
})
