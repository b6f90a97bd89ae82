import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { fanin, scratch } from './cli.js'
import { start } from './process.js'

const papers = join(import.meta.dirname, '../configs/papers')
const out = scratch()
afterAll(out.remove)

interface Claims {
  claims: { says: string; values: number[]; holds: boolean }[]
}

/** Those of configs/papers/training take minutes: `npm run papers`. */
describe('what papers and the article say of networks before training', () => {
  const files = [...readdirSync(papers).filter((name) => name.endsWith('.yaml')), '../article/derivations.yaml']

  it.each(files)('%s', async (name) => {
    const { stdout } = await start([
      'claims',
      join(papers, name),
      '--json',
      '--quiet',
      '--out',
      out.path(basename(name)),
    ]).ended
    const { claims } = JSON.parse(stdout) as Claims
    expect(claims.length).toBeGreaterThan(0)
    for (const { says, values, holds } of claims) expect({ says, values, holds }).toMatchObject({ holds: true })
  })
})

describe('fanin claims', () => {
  const zeros = join(papers, 'zeros.yaml')

  it('ends with 3 and a mark where a claim does not hold', async () => {
    const { exitCode, stdout } = await fanin(
      'claims',
      join(papers, 'glorot-sigmoid.yaml'),
      'model.layers.0.layers.0.activation=tanh',
      'seeds=[11]',
    )
    expect(stdout).toMatch(/✗ +With Glorot, the first layer's gradient/)
    expect(stdout).toContain('1 of 2 claims hold')
    expect(exitCode).toBe(3)
  })

  it('says where an expression is that cannot be measured', async () => {
    const { exitCode, stderr } = await fanin(
      'claims',
      zeros,
      'claims=[{ says: nonsense, measure: "probes[", above: 1 }]',
    )
    expect(exitCode).toBe(2)
    expect(stderr).toContain('FANIN_CLAIM')
    expect(stderr).toContain('probes[')
  })

  it.each([
    ['probes[', 'Expected'],
    ['b', 'neither of probes nor of trials'],
  ])('is told by validate that %s cannot be measured', async (measure, says) => {
    const { exitCode, stderr } = await fanin('validate', zeros, `claims=[{ says: x, measure: "${measure}", above: 1 }]`)
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(`FANIN_CLAIM[^]*${says}`)])
  })

  it('refuses an experiment that claims nothing', async () => {
    const { exitCode, stderr } = await fanin('claims', join(papers, '../quickstart.yaml'))
    expect(exitCode).toBe(2)
    expect(stderr).toContain('claims nothing')
  })
})
