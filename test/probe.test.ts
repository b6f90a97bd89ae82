import { afterAll, describe, expect, it } from '@jest/globals'
import { fanin, faninJson, scratch, tinyExperiment } from './cli.js'

const files = scratch({
  'tiny.yaml': `${tinyExperiment}sweep:\n  grid:\n    initializers.kernel: [heNormal, zeros]\n`,
  'unmatched.yaml': `${tinyExperiment}initializers:\n  rules:\n    - { match: haed/kernel, use: zeros }\n`,
})
afterAll(files.remove)

interface Probed {
  probes: {
    arm: string
    seed: number
    verdict: { condition: string; findings: { layer: string }[] }
    layers: { layer: string; before: { meanSquare: number }; predicted: { meanSquare: number } }[]
    certificate: { parameters: { path: string; deviation?: { std: number } }[] }
  }[]
}

describe('fanin probe', () => {
  it('shows signal, theory, certificate and verdict of every arm', async () => {
    const { stdout, exitCode } = await fanin('probe', files.path('tiny.yaml'))
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/heNormal, seed 0: healthy\. First loss/)
    expect(stdout).toMatch(/zeros, seed 0: symmetric\./)
    expect(stdout).toContain('- The kernel of conv2d_1 is zero, and no gradient moves it.')
    expect(stdout).toMatch(/layer +activation +out std +predicted +gradient/)
    expect(stdout).toMatch(/parameter +shape +filled by +std +expected +off by/)
    expect(stdout).toMatch(/conv2d_1\/kernel +\[3, 3, 1, 2\] +heNormal/)
  })

  it('shows a network once that several arms have', async () => {
    const sweep = ['~sweep', '+sweep.grid.training.optimizer.learningRate=[0.1, 0.2]']
    const { stdout } = await fanin('probe', files.path('tiny.yaml'), ...sweep)
    expect(stdout).toMatch(/^learningRate=0\.1; learningRate=0\.2 \(one network\), seed 0: healthy\./)
    expect(stdout.match(/First loss/g)).toHaveLength(1)
    expect(stdout).toContain('initializers.bias (default)')
  })

  it('shows one arm with the seed and the examples that are asked for, and writes nothing', async () => {
    const options = ['--arm', 'zeros', '--seed', '7', '--examples', '4']
    const { probes } = await faninJson<Probed>('probe', files.path('tiny.yaml'), ...options)
    expect(probes.map(({ arm, seed }) => [arm, seed])).toEqual([['zeros', 7]])
    expect(probes[0]?.verdict).toMatchObject({ condition: 'symmetric' })
    const { stderr, exitCode } = await fanin('probe', files.path('tiny.yaml'), '--arm', 'xavier')
    expect(stderr).toContain('There is no arm "xavier"')
    expect(exitCode).toBe(2)
  })

  it('names the line of a rule that matches nothing', async () => {
    const { stderr, exitCode } = await fanin('probe', files.path('unmatched.yaml'))
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/unmatched\.yaml:\d+:\d+ +FANIN_RULE_UNMATCHED/)
    expect(stderr).toContain('head/kernel')
  })
})
