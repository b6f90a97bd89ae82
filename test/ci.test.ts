import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { scratch } from './cli.js'
import { faninIn } from './process.js'

const root = join(import.meta.dirname, '..')
const blocks = [...readFileSync(join(root, 'docs', 'ci.md'), 'utf8').matchAll(/^```(\w+)\n(.*?)^```$/gms)]
const commands = blocks.flatMap(([, language, text = '']) => (language === 'sh' ? text.trim().split('\n') : []))

const here = scratch()
afterAll(here.remove)

const git = (...args: string[]): void => {
  const author = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org']
  const { status, stderr } = spawnSync('git', [...author, ...args], { cwd: here.path('.'), encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

/** The words of a command line after `fanin`. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)]
    .map(([, quoted, word]) => quoted ?? (word as string))
    .slice(line.includes('--no-install') ? 3 : 2)

describe('docs/ci.md', () => {
  beforeAll(() => {
    const experiment = blocks.find(([, language]) => language === 'yaml')?.[2] as string
    writeFileSync(here.path('digits.yaml'), experiment)
    git('init', '--quiet')
    git('add', '.')
    git('commit', '--quiet', '--message', 'An experiment')
  })

  it('has the commands of the way from nothing to a gate', () => {
    const verbs = commands.map((line) => wordsOf(line).slice(0, 2).join(' '))
    expect(verbs).toEqual(
      expect.arrayContaining(['baseline create', 'init --ci', 'check digits.yaml', 'baseline update', 'baseline diff']),
    )
  })

  it.each(commands)('%s', async (line) => {
    // What is committed is what diff compares with.
    if (line.includes('update')) {
      git('add', '.')
      git('commit', '--quiet', '--message', 'A baseline')
    }
    const { exitCode, stderr } = await faninIn(here.path('.'), ...wordsOf(line))
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' })
  })

  it('writes a workflow whose check passes in a fresh clone', async () => {
    git('add', '.')
    git('commit', '--quiet', '--message', 'A reason')
    git('clone', '--quiet', '.', 'clone')
    const clone = here.path('clone')
    const workflow = parse(readFileSync(join(clone, '.github/workflows/fanin.yml'), 'utf8'))
    const runs = workflow.jobs.check.steps.flatMap(({ run }: { run?: string }) => run ?? []) as string[]
    expect(runs).toEqual(['npm ci', 'npx --no-install fanin check digits.yaml --junit fanin-digits.xml'])
    const { exitCode, stdout } = await faninIn(clone, ...wordsOf(runs[1] as string))
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('bit for bit')])
    expect(existsSync(join(clone, 'fanin-digits.xml'))).toBe(true)
  })
})

describe('fanin init --ci', () => {
  it.each([
    ['a workflow that is there', ['--ci', 'digits.yaml'], 'There already is'],
    ['no purpose', ['digits.yaml'], 'fanin init --ci FILE'],
  ])('refuses %s', async (_, args, says) => {
    const { exitCode, stderr } = await faninIn(here.path('.'), 'init', ...args)
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(says)])
  })
})

describe('configs/ci', () => {
  it('is as its baseline was', async () => {
    const { exitCode, stdout } = await faninIn(root, 'check', 'configs/ci/digits.yaml', '--json', '--quiet')
    const { verdict, sameBits, departures, starts } = JSON.parse(stdout)
    expect({ exitCode, verdict, starts }).toEqual({ exitCode: 0, verdict: 'pass', starts: [] })
    // Another version of the engine may have other bits, and passes within what numerics do.
    if (sameBits) expect(departures).toEqual([])
  })
})
