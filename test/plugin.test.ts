import { afterAll, describe, expect, it } from '@jest/globals'
import { fanin, faninJson, scratch, tinyExperiment } from './cli.js'

const plugin = `export default {
  meta: { name: 'mine', namespace: 'mine', contract: 1 },
  initializers: [
    {
      name: 'small',
      summary: 'Normal weights of a small standard deviation.',
      options: {
        type: 'object',
        additionalProperties: false,
        properties: { std: { type: 'number', default: 0.001, description: 'The standard deviation.' } },
      },
      create: ({ std }) => ({ shape }, random) =>
        Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal(0, std)),
    },
    {
      name: 'speechless',
      summary: 'Throws nothing.',
      options: { type: 'object', additionalProperties: false, properties: {} },
      create: () => () => { throw null },
    },
    {
      name: 'meddling',
      summary: 'Changes its options.',
      options: { type: 'object', additionalProperties: false, properties: { std: { type: 'number', default: 1, description: 'A number.' } } },
      create: (options) => { options.std = 2; return () => new Float32Array(1) },
    },
    {
      name: 'broken',
      summary: 'One weight too few.',
      options: { type: 'object', additionalProperties: false, properties: {} },
      create: () => () => new Float32Array(1),
    },
  ],
}
`
const typed = plugin
  .replace('({ std })', '({ std }: { std: number })')
  .replace(
    '({ shape }, random)',
    '({ shape }: { shape: number[] }, random: { normal(mean: number, std: number): number })',
  )

const using = (file: string, kernel: string): string =>
  `${tinyExperiment}plugins: [./${file}]\ninitializers: { kernel: ${kernel} }\n`

const here = scratch({
  'mine.js': plugin,
  'mine.ts': typed,
  // As packages for `import` alone are published.
  'node_modules/fanin-plugin-mine/package.json': JSON.stringify({
    ...{ name: 'fanin-plugin-mine', version: '1.2.3', type: 'module', files: ['lib'] },
    exports: { '.': { import: './lib/index.js' } },
  }),
  'node_modules/fanin-plugin-mine/lib/index.js': plugin,
  'package.yaml': using('mine.js', 'mine/small').replace('./mine.js', 'fanin-plugin-mine'),
  'js.yaml': using('mine.js', 'mine/small'),
  'ts.yaml': using('mine.ts', '{ type: mine/small, std: 0.01 }'),
  'wrong.yaml': using('mine.js', '{ type: mine/small, stdd: 0.01 }'),
  'unknown.yaml': using('mine.js', 'mine/smal'),
  'speechless.yaml': using('mine.js', 'mine/speechless'),
  'meddling.yaml': using('mine.js', 'mine/meddling'),
  'broken.yaml': using('mine.js', 'mine/broken'),
  'twice.yaml': using('mine.js', 'mine/small').replace('[./mine.js]', '[./mine.js, ./mine.ts]'),
})
afterAll(here.remove)

interface Study {
  arms: { trials: { status: string }[] }[]
}

describe('a plugin beside the experiment, or installed there', () => {
  it.each(['js.yaml', 'ts.yaml', 'package.yaml'])('fills the weights that %s gives to it', async (file) => {
    const study = await faninJson<Study>(
      'run',
      here.path(file),
      '--out',
      here.path(file.replace('.yaml', '')),
      '--quiet',
    )
    expect(study.arms[0]?.trials).toEqual([expect.objectContaining({ status: 'completed' })])
  })

  it('is listed and explained with the built-ins', async () => {
    expect((await fanin('list', 'initializers', '--from', here.path('js.yaml'))).stdout).toContain('mine/small')
    expect((await fanin('explain', 'mine/small', '--from', here.path('js.yaml'))).stdout).toContain(
      'The standard deviation.',
    )
  })

  it.each([
    ['wrong.yaml', 'FANIN_UNKNOWN_KEY', 'Did you mean "std"?'],
    ['unknown.yaml', 'FANIN_UNKNOWN_TYPE', 'Did you mean "mine/small"?'],
    ['speechless.yaml', 'FANIN_INITIALIZER_RESULT', 'mine/speechless cannot fill'],
    ['meddling.yaml', 'FANIN_PLUGIN_FROZEN', 'read only'],
    ['broken.yaml', 'FANIN_INITIALIZER_RESULT', 'returned 1 values where 18 are needed'],
    ['twice.yaml', 'FANIN_PLUGIN_NAMESPACE', 'namespace "mine"'],
  ])('is checked like a built-in: %s gives %s', async (file, code, says) => {
    const { exitCode, stderr } = await fanin('validate', here.path(file))
    expect(stderr).toContain(code)
    expect(stderr).toContain(says)
    expect(exitCode).toBe(2)
  })
})
