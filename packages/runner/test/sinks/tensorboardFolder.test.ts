import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { tensorboardFolder } from '../../src/sinks/tensorboardFolder.js'

const nameOf = (label: string): string => {
  const [top, name, seed, ...more] = relative('study', tensorboardFolder('study', label, 7)).split(sep)
  expect([top, seed, more]).toEqual(['tensorboard', 'seed-7', []])
  return name as string
}

const hostile = [
  ...[
    '',
    '.',
    '..',
    '...',
    '../../etc/passwd',
    '/',
    '\\',
    'a/b',
    'a\\b',
    'a:b',
    'a b',
    ' a',
    'a ',
    'a.',
    '.a',
    '-rf',
    '--',
  ],
  ...['CON', 'con', 'NUL', 'nul.txt', 'COM1', 'COM1.5', 'com1.5.5', 'LPT9.0', 'AUX.', 'CONIN$', 'PRN', 'COM¹'],
  ...[
    '\0',
    'a\nb',
    '\u001b[31m',
    '\u202e',
    '\ud800',
    '\ud801',
    'é',
    'e\u0301',
    '漢字',
    '🎛',
    '%2e%2e',
    '~',
    '$HOME',
    '*?',
  ],
  ...['heNormal', 'HENORMAL', 'henormal', 'x'.repeat(300), `${'x'.repeat(300)}y`, '漢'.repeat(300), '1.5'.repeat(100)],
  ...['a_b', 'a__b', 'a,b', '"', "'", '<>|', 'constructor', '__proto__'],
]

describe('tensorboardFolder', () => {
  it.each([
    ['heNormal', 'heNormal'],
    ['lr=0.05, he', 'lr=0.05_he'],
    ['0.5', '0.5'],
    ['1e-3', '1e-3'],
    ['glorotUniform / tanh', 'glorotUniform_tanh'],
  ])('lets the label %j be known as %s', (label, known) => {
    expect(nameOf(label).slice(0, -9)).toBe(known)
  })

  it.each(hostile)('makes a short and safe name of %j', (label) => {
    const name = nameOf(label)
    expect(name).toMatch(/^[\w=+][\w=+.-]{0,39}-[0-9a-f]{8}$/)
    expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i)
    expect(name).not.toContain('..')
  })

  it('gives every label its own folder, also where a file system ignores case', () => {
    expect(new Set(hostile.map((label) => nameOf(label).toLowerCase())).size).toBe(hostile.length)
    const folder = mkdtempSync(join(tmpdir(), 'fanin-board-'))
    for (const label of hostile) mkdirSync(tensorboardFolder(folder, label, 0), { recursive: true })
    expect(readdirSync(join(folder, 'tensorboard'))).toHaveLength(hostile.length)
    rmSync(folder, { recursive: true })
  })

  it('always gives a label the same folder, and each seed its own in it', () => {
    expect(nameOf('heNormal')).toBe(nameOf('heNormal'))
    expect(tensorboardFolder('s', 'a', 1)).not.toBe(tensorboardFolder('s', 'a', 10))
  })
})
