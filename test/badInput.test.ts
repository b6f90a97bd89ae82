import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from '@jest/globals'
import sharp from 'sharp'
import { fanin, tinyExperiment as good, scratch } from './cli.js'

/** An IDX block of unsigned bytes. */
const idx = (shape: readonly number[], values: readonly number[]): Buffer => {
  const header = Buffer.alloc(4 + 4 * shape.length)
  header.set([0, 0, 8, shape.length])
  for (const [i, length] of shape.entries()) header.writeUInt32BE(length, 4 + 4 * i)
  return Buffer.concat([header, Buffer.from(values)])
}

const images = idx([2, 28, 28], Array(2 * 28 * 28).fill(0))
const labels = idx([2], [0, 1])

const idxFolder = (name: string, files: Readonly<Record<string, Buffer>>): Record<string, Buffer> => {
  const whole = {
    'train-images-idx3-ubyte': images,
    'train-labels-idx1-ubyte': labels,
    't10k-images-idx3-ubyte': images,
    't10k-labels-idx1-ubyte': labels,
    ...files,
  }
  return Object.fromEntries(Object.entries(whole).map(([file, bytes]) => [`${name}/${file}`, bytes]))
}

const png = await sharp({ create: { width: 28, height: 28, channels: 3, background: '#808080' } })
  .png()
  .toBuffer()

const here = scratch({
  ...idxFolder('short', { 'train-images-idx3-ubyte': images.subarray(0, 100) }),
  ...idxFolder('swapped', { 'train-labels-idx1-ubyte': images }),
  ...idxFolder('magic', { 'train-images-idx3-ubyte': Buffer.from('not an idx file') }),
  ...idxFolder('torn', { 'train-images-idx3-ubyte': gzipSync(images).subarray(0, 30) }),
  ...idxFolder('uneven', { 'train-labels-idx1-ubyte': idx([1], [0]) }),
  ...idxFolder('labels', { 'train-labels-idx1-ubyte': idx([2], [0, 77]) }),
  'pictures/a/1.png': png,
  'pictures/a/2.png': png,
  'pictures/b/1.png': png,
  'pictures/b/2.png': png.subarray(0, 60),
  'base.yaml': good,
  'throws.js': 'throw new Error("on purpose")',
  'nothing.js': 'export const plugin = 1',
  'other.js': 'export default { meta: { name: "other", namespace: "other", contract: 2 }, initializers: [] }',
})
afterAll(here.remove)

const data = (text: string): string => good.replace(/dataset: .*/, `dataset: ${text}`)
const kernel = (text: string): string => `${good}initializers: { kernel: ${text} }\n`
const rule = (match: string): string => `${good}initializers: { rules: [{ match: ${match}, use: zeros }] }\n`
const plugin = (name: string): string => `${good}plugins: [${JSON.stringify(name)}]\n`
const bomb = [
  'l0: &l0 x',
  ...Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`),
]

interface Case {
  readonly what: string
  readonly text: string
  readonly overrides?: readonly string[]
  readonly code: string
  readonly at: string
  readonly says: string
}

const cases: readonly Case[] = [
  {
    what: 'an unknown key',
    text: good.replace('batchSize', 'bachSize'),
    code: 'FANIN_UNKNOWN_KEY',
    at: '11:24',
    says: 'Did you mean "batchSize"?',
  },
  {
    what: 'an unknown initializer',
    text: kernel('he_uniform'),
    code: 'FANIN_UNKNOWN_TYPE',
    at: '14:25',
    says: 'Did you mean "heUniform"?',
  },
  {
    what: "an initializer by PyTorch's name",
    text: kernel('kaiming_normal_'),
    code: 'FANIN_UNKNOWN_TYPE',
    at: '14:25',
    says: 'Did you mean "heNormal"?',
  },
  {
    what: 'a wrong type',
    text: good.replace('epochs: 2', 'epochs: many'),
    code: 'FANIN_INVALID_VALUE',
    at: '11:21',
    says: 'an integer',
  },
  {
    what: 'epochs 0',
    text: good.replace('epochs: 2', 'epochs: 0'),
    code: 'FANIN_INVALID_VALUE',
    at: '11:21',
    says: 'at least 1',
  },
  {
    what: 'a rule that matches no parameter',
    text: rule('haed/kernel'),
    code: 'FANIN_RULE_UNMATCHED',
    at: '14:34',
    says: 'Did you mean "head/kernel"?',
  },
  {
    what: 'a layer whose input does not fit',
    text: good.replace('    - flatten', '    - flatten\n    - maxPooling2d'),
    code: 'FANIN_LAYER_INPUT',
    at: '10:7',
    says: '[height, width, channels]',
  },
  {
    what: 'a window larger than its input',
    text: good.replace('kernelSize: 3', 'kernelSize: 29'),
    code: 'FANIN_LAYER_INPUT',
    at: '7:7',
    says: 'larger than its input',
  },
  {
    what: 'a model that does not fit the data',
    text: good.replace('[28, 28, 1]', '[14, 14, 1]'),
    code: 'FANIN_MODEL_INPUT',
    at: '5:15',
    says: 'inputShape: [28, 28, 1]',
  },
  {
    what: 'an output that does not fit the classes',
    text: good.replace('units: 10', 'units: 9'),
    code: 'FANIN_MODEL_OUTPUT',
    at: '10:7',
    says: 'units: 10',
  },
  {
    what: 'a loss for another task than that of the data',
    text: good.replace('epochs: 2', 'epochs: 2, loss: diceLoss'),
    code: 'FANIN_TASK',
    at: '11:30',
    says: 'categoricalCrossentropy',
  },
  {
    what: 'a model that puts out no class for every pixel',
    text: good
      .replace('{ type: digits, train: 32, test: 16 }', '{ type: shapes, task: segmentation, train: 4, test: 4 }')
      .replace('[28, 28, 1]', '[64, 64, 3]'),
    code: 'FANIN_MODEL_OUTPUT',
    at: '10:7',
    says: '[64, 64, 4]',
  },
  {
    what: 'an augmentation of what is no image',
    text: good
      .replace('{ type: digits, train: 32, test: 16 }', '{ type: gaussian, inputShape: [9], train: 4, test: 4 }')
      .replace('[28, 28, 1]', '[9]')
      .replace(/ {4}- .*strides.*\n/, '')
      .replace('epochs: 2', 'epochs: 2, augment: [flip]'),
    code: 'FANIN_TASK',
    at: '10:33',
    says: 'flip',
  },
  {
    what: 'an option of an architecture',
    text: good.replace('- flatten', '- { type: unet, wide: 2 }\n    - flatten'),
    code: 'FANIN_UNKNOWN_KEY',
    at: '9:21',
    says: 'width',
  },
  {
    what: 'an initializer that cannot fill a shape',
    text: `${good}initializers: { bias: orthogonal }\n`,
    code: 'FANIN_INITIALIZER_SHAPE',
    at: '14:23',
    says: 'zeros',
  },
  { what: 'an empty file', text: '', code: 'FANIN_YAML_EMPTY', at: '1:1', says: 'empty' },
  { what: 'duplicate keys', text: `${good}seeds: 2\n`, code: 'FANIN_YAML_SYNTAX', at: '14:1', says: 'written twice' },
  {
    what: 'tabs',
    text: good.replace('  inputShape', '\tinputShape'),
    code: 'FANIN_YAML_SYNTAX',
    at: '5:1',
    says: 'spaces',
  },
  {
    what: '20,000 nested brackets',
    text: `a: ${'['.repeat(20_000)}`,
    code: 'FANIN_YAML_LIMIT',
    at: '1:68',
    says: 'levels deep',
  },
  { what: 'an alias bomb', text: bomb.join('\n'), code: 'FANIN_YAML_LIMIT', at: '', says: 'values' },
  {
    what: '__proto__ as a key',
    text: `${good}__proto__: { x: 1 }\n`,
    code: 'FANIN_FORBIDDEN_KEY',
    at: '14:1',
    says: '__proto__',
  },
  {
    what: '__proto__ in an override',
    text: good,
    overrides: ['+training.__proto__.x=1'],
    code: 'FANIN_FORBIDDEN_KEY',
    at: '1:1',
    says: '__proto__',
  },
  {
    what: 'a gate for what is not measured',
    text: `${good}gate: { metrics: [{ metric: accurcy }] }\n`,
    code: 'FANIN_GATE',
    at: '14:29',
    says: 'Did you mean "accuracy"?',
  },
  {
    what: 'a key that an override has taken away',
    text: good,
    overrides: ['~training.epochs'],
    code: 'FANIN_MISSING_KEY',
    at: '1:1',
    says: 'training needs the key "epochs"',
  },
  {
    what: 'a data folder of the command line',
    text: data('{ type: idx, folder: short }'),
    overrides: ['dataset.folder=none'],
    code: 'FANIN_DATA_NOT_FOUND',
    at: '1:1',
    says: 'Needed: The folder with train-images-idx3-ubyte',
  },
  {
    what: 'a number in quotes',
    text: good,
    overrides: ["training.epochs='3'"],
    code: 'FANIN_INVALID_VALUE',
    at: '1:1',
    says: 'Remove the quotes: 3',
  },
  {
    what: 'a version that is not there yet',
    text: good,
    overrides: ['version=2'],
    code: 'FANIN_INVALID_VALUE',
    at: '1:1',
    says: 'Write 1.',
  },
  {
    what: 'an override of nothing',
    text: good,
    overrides: ['training.epoch=1'],
    code: 'FANIN_OVERRIDE',
    at: '1:1',
    says: 'Did you mean',
  },
  {
    what: 'a plugin that is not found',
    text: plugin('fanin-plugin-none'),
    code: 'FANIN_PLUGIN_NOT_FOUND',
    at: '14:11',
    says: 'npm install fanin-plugin-none',
  },
  {
    what: 'a plugin file that is not found',
    text: plugin('./none.ts'),
    code: 'FANIN_PLUGIN_NOT_FOUND',
    at: '14:11',
    says: 'none.ts',
  },
  {
    what: 'a plugin above the folder',
    text: plugin('../other.js'),
    code: 'FANIN_PLUGIN_PATH',
    at: '14:11',
    says: 'outside',
  },
  {
    what: 'a plugin by absolute path',
    text: plugin('/etc/passwd'),
    code: 'FANIN_PLUGIN_PATH',
    at: '14:11',
    says: 'npm package',
  },
  {
    what: 'a plugin by address',
    text: plugin('https://example.com/a.js'),
    code: 'FANIN_PLUGIN_PATH',
    at: '14:11',
    says: 'npm package',
  },
  {
    what: 'a plugin that is part of Node',
    text: plugin('node:fs'),
    code: 'FANIN_PLUGIN_PATH',
    at: '14:11',
    says: 'npm package',
  },
  {
    what: 'a plugin that throws',
    text: plugin('./throws.js'),
    code: 'FANIN_PLUGIN_LOAD',
    at: '14:11',
    says: 'on purpose',
  },
  {
    what: 'a plugin that exports nothing',
    text: plugin('./nothing.js'),
    code: 'FANIN_PLUGIN_EXPORT',
    at: '14:11',
    says: 'default export',
  },
  {
    what: 'a plugin of another contract',
    text: plugin('./other.js'),
    code: 'FANIN_PLUGIN_CONTRACT',
    at: '14:11',
    says: 'contract 2',
  },
  {
    what: 'labels out of range',
    text: data('{ type: idx, folder: labels, classes: [a, b] }'),
    code: 'FANIN_DATA_LABELS',
    at: '3:31',
    says: '77',
  },
  {
    what: 'a truncated IDX file',
    text: data('{ type: idx, folder: short }'),
    code: 'FANIN_DATA_FORMAT',
    at: '3:31',
    says: 'truncated',
  },
  {
    what: 'a mislabelled IDX file',
    text: data('{ type: idx, folder: swapped }'),
    code: 'FANIN_DATA_FORMAT',
    at: '3:31',
    says: 'where labels',
  },
  {
    what: 'a file that is no IDX file',
    text: data('{ type: idx, folder: magic }'),
    code: 'FANIN_DATA_FORMAT',
    at: '3:31',
    says: 'not an IDX file',
  },
  {
    what: 'a torn gzip file',
    text: data('{ type: idx, folder: torn }'),
    code: 'FANIN_DATA_FORMAT',
    at: '3:31',
    says: 'unzipped',
  },
  {
    what: 'more images than labels',
    text: data('{ type: idx, folder: uneven }'),
    code: 'FANIN_DATA_LABELS',
    at: '3:31',
    says: '2 images',
  },
  {
    what: 'a data folder that is not there',
    text: data('{ type: idx, folder: none }'),
    code: 'FANIN_DATA_NOT_FOUND',
    at: '3:31',
    says: 'none',
  },
  {
    what: 'an image folder with one broken PNG',
    text: data('{ type: imageFolder, folder: pictures, channels: 1 }'),
    code: 'FANIN_DATA_FORMAT',
    at: '3:39',
    says: '2.png',
  },
  {
    what: 'seeds twice',
    text: good.replace('seeds: 1', 'seeds: [1, 1]'),
    code: 'FANIN_INVALID_VALUE',
    at: '12:8',
    says: 'twice',
  },
  {
    what: 'a base that is not there',
    text: 'extends: ./none.yaml\n',
    code: 'FANIN_FILE_NOT_READABLE',
    at: '1:10',
    says: 'none.yaml',
  },
]

describe('bad input', () => {
  it.each(cases)(
    '$what ends with 2, a place and a fix, and writes nothing',
    async ({ what, text, overrides = [], code, at, says }) => {
      const name = `${what.replace(/\W+/g, '-')}.yaml`
      const { path, remove } = scratchBeside(name, text)
      try {
        const { exitCode, stdout, stderr } = await fanin('run', path, ...overrides, '--out', here.path('runs'))
        expect(stdout).toBe('')
        expect(stderr).toContain(code)
        expect(stderr).toContain(overrides.length > 0 ? `command line:${at}` : `${name}:${at}`)
        expect(stderr).toContain(says)
        expect(stderr).not.toMatch(/^\s+at /m)
        expect(exitCode).toBe(2)
        expect(existsSync(here.path('runs'))).toBe(false)
      } finally {
        remove()
      }
    },
  )

  it('is told as JSON where that is asked for', async () => {
    const { path } = scratchBeside('json.yaml', kernel('he_uniform'))
    const { exitCode, stdout } = await fanin('validate', path, '--json')
    expect(exitCode).toBe(2)
    expect(JSON.parse(stdout)).toEqual({
      errors: [expect.objectContaining({ code: 'FANIN_UNKNOWN_TYPE', file: path, line: 14, column: 25 })],
    })
  })

  it.each([
    ['no file', ['run', '--json'], "missing required argument 'file'"],
    ['no such command', ['frob', '--json'], "unknown command 'frob'"],
  ])('is JSON where the command line has %s', async (_, args, message) => {
    const { exitCode, stdout, stderr } = await fanin(...args)
    expect(JSON.parse(stdout).errors).toEqual([
      { code: 'FANIN_USAGE', message: expect.stringContaining(message), hint: expect.any(String) },
    ])
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' })
  })

  it('is told all at once', async () => {
    const { path } = scratchBeside(
      'many.yaml',
      kernel('he_uniform').replace('epochs: 2', 'epochs: 0').replace('digits', 'digts'),
    )
    const { stderr } = await fanin('validate', path)
    for (const code of ['FANIN_UNKNOWN_TYPE', 'FANIN_INVALID_VALUE']) expect(stderr).toContain(code)
    expect(stderr).toContain('digits')
  })

  it.each([
    ['no command', [], 'Usage'],
    ['an unknown command', ['rum'], 'run'],
    ['an unknown option', ['validate', 'x.yaml', '--jsn'], '--json'],
    ['a file that is not there', ['validate', 'nowhere.yaml'], 'nowhere.yaml'],
    ['a folder for a file', ['validate', 'configs'], 'configs'],
    ['an unknown kind', ['list', 'layer'], 'layers'],
    ['an unknown name', ['explain', 'xavierUniform'], 'glorotUniform'],
    ['a name of another library', ['explain', 'eye'], 'Did you mean "identity"?'],
    ['a misspelt key', ['explain', 'training.epoch'], 'Did you mean "training.epochs"?'],
    ['a misspelt code', ['explain', 'FANIN_WORKR'], 'Did you mean "FANIN_WORKER"?'],
    ['an unknown arm', ['summary', 'configs/article/cnn.yaml', '--arm', 'x'], 'Arms'],
  ])('%s ends with 2 and says what to do', async (_, args, says) => {
    const { exitCode, stderr } = await fanin(...args)
    expect(stderr).toContain(says)
    expect(exitCode).toBe(2)
  })

  it('that is only unusual is allowed and said: a batch larger than the data', async () => {
    const { path } = scratchBeside('large.yaml', good.replace('batchSize: 16', 'batchSize: 1000'))
    const { exitCode, stderr } = await fanin('run', path, '--out', here.path('allowed'))
    expect(stderr).toContain('A batch of 1000 is larger than the 32 training examples')
    expect(exitCode).toBe(0)
  })
})

/** Writes an experiment beside the files that it names. */
function scratchBeside(name: string, text: string): { path: string; remove(): void } {
  const path = here.path(name)
  writeFileSync(path, text)
  return { path, remove: () => rmSync(path) }
}
