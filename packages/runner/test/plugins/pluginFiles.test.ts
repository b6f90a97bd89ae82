import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { digestOf, fileAndImports, packageFiles } from '../../src/plugins/pluginFiles.js'

const folder = mkdtempSync(join(tmpdir(), 'fanin-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const write = (name: string, text: string): void => {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}

const named = (files: readonly string[]): string[] => files.map((file) => relative(folder, file))

describe('the files of a plugin', () => {
  write(
    'mine.ts',
    `import { size } from '@fanin/core'
import {
  a,
} from './parts/a.js'
export * from "./b"
const c = await import('./c.mjs')
const data = readFileSync(new URL('./data.json', import.meta.url))
// from './absent.js'
`,
  )
  write('parts/a.ts', "import type { Mine } from '../mine.ts'\nimport '.././parts'")
  write('parts/index.js', '')
  write('b.ts', "require('./c.mjs')")
  write('c.mjs', '')
  write('data.json', '{ "from": "./other.txt" }')
  write('other.txt', '')

  it('are, of a file, all that it reaches by relative names', () => {
    expect(named(fileAndImports(join(folder, 'mine.ts')))).toEqual([
      ...['b.ts', 'c.mjs', 'data.json', 'mine.ts'],
      ...[join('parts', 'a.ts'), join('parts', 'index.js')],
    ])
  })

  it.each([
    [undefined, ['index.js', 'package.json', 'runs/study.json', 'src/a.js', 'src/deep/b.js']],
    [['src'], ['index.js', 'package.json', 'src/a.js', 'src/deep/b.js']],
    [
      ['src/*.js', '!src/c.js', 'absent'],
      ['index.js', 'package.json', 'src/a.js'],
    ],
    [['*.js'], ['index.js', 'package.json']],
    [['src/**/*.js'], ['index.js', 'package.json', 'src/a.js', 'src/deep/b.js']],
  ])('are, of a package with files: %j, what npm publishes', (files, expected) => {
    write('package/package.json', JSON.stringify({ files }))
    for (const name of ['index.js', 'src/a.js', 'src/deep/b.js', 'runs/study.json']) write(`package/${name}`, '')
    write('package/node_modules/other/index.js', '')
    write('package/.git/HEAD', '')
    const root = join(folder, 'package')
    expect(packageFiles(root, join(root, 'index.js')).map((file) => relative(root, file))).toEqual(
      expected.map((name) => join(...name.split('/'))),
    )
  })

  it('have a digest that changes with any content and any name, and not with the place', () => {
    const digest = (name: string): string =>
      digestOf(join(folder, name), [join(folder, name, name === 'renamed' ? 'b.js' : 'a.js')])
    write('one/a.js', 'a')
    write('moved/a.js', 'a')
    write('other/a.js', 'b')
    write('renamed/b.js', 'a')
    expect(digest('one')).toBe(digest('moved'))
    expect(new Set(['one', 'other', 'renamed'].map(digest)).size).toBe(3)
  })
})
