import { readFileSync } from 'node:fs'
import { transposedConvolutionFans } from '@fanin/core'
import { describe, expect, it } from '@jest/globals'
import { conv, dense, fill, kernels, parameter } from './parameter.js'

interface Moments {
  readonly count: number
  readonly mean: number
  readonly variance: number
  readonly furthest: number
}

/** What Keras and PyTorch made, by `peers/record.py`. */
const recorded = JSON.parse(readFileSync(new URL('peers/recorded.json', import.meta.url), 'utf8')) as {
  random: Record<string, Record<string, Moments>>
  deterministic: Record<string, number[]>
}

const parameters = {
  dense: dense(128, 100),
  conv2d: conv(3, 32, 64),
  depthwise: kernels[4] as (typeof kernels)[number],
  transposed: parameter('transposed/kernel', [4, 4, 32, 48], transposedConvolutionFans([4, 4], 48, 32, [2, 2])),
}
type Kind = keyof typeof parameters

/** Kurtosis less one of what is drawn: it sets the standard error of a variance. */
const spread = { uniform: 0.8, normal: 2, truncated: 1.36554, sparse: 29 } as const

/** Each of theirs, and ours that is the same. */
const same: readonly (readonly [string, string, object, keyof typeof spread])[] = [
  ['keras RandomNormal', 'randomNormal', {}, 'normal'],
  ['keras RandomUniform', 'randomUniform', {}, 'uniform'],
  ['keras TruncatedNormal', 'truncatedNormal', {}, 'truncated'],
  ['keras VarianceScaling', 'varianceScaling', { scale: 2.5, mode: 'fanAvg', distribution: 'normal' }, 'normal'],
  ['keras GlorotUniform', 'glorotUniform', {}, 'uniform'],
  ['keras GlorotNormal', 'glorotNormal', {}, 'truncated'],
  ['keras HeUniform', 'heUniform', {}, 'uniform'],
  ['keras HeNormal', 'heNormal', {}, 'truncated'],
  ['keras LecunUniform', 'lecunUniform', {}, 'uniform'],
  ['keras LecunNormal', 'lecunNormal', {}, 'truncated'],
  ['keras Orthogonal', 'orthogonal', { gain: 1.5 }, 'normal'],
  ['torch normal_', 'randomNormal', { mean: 0.1, std: 0.3 }, 'normal'],
  ['torch uniform_', 'randomUniform', { low: -0.2, high: 0.4 }, 'uniform'],
  ['torch trunc_normal_', 'truncatedNormal', { std: 0.5, low: -0.6, high: 0.4, bounds: 'values' }, 'truncated'],
  ['torch xavier_uniform_', 'glorotUniform', { gain: 1.7 }, 'uniform'],
  ['torch xavier_normal_', 'glorotNormal', { truncated: false }, 'normal'],
  ['torch kaiming_uniform_', 'heUniform', {}, 'uniform'],
  ['torch kaiming_normal_ fan_out', 'heNormal', { truncated: false, mode: 'fanOut' }, 'normal'],
  ['torch orthogonal_', 'orthogonal', { gain: 1.5 }, 'normal'],
  ['torch sparse_', 'sparse', { per: 'input', std: 0.01 }, 'sparse'],
  ['torch Linear', 'torchDefault', {}, 'uniform'],
  ['torch kaiming_normal_ tanh', 'heNormal', { gain: 5 / 3, truncated: false }, 'normal'],
  ['torch kaiming_normal_ selu', 'lecunNormal', { gain: 3 / 4, truncated: false }, 'normal'],
]

/** Whose scale comes from fans, which Keras counts in another way for these kernels: ours must be told to do so. */
const scaled = /VarianceScaling|Glorot|He|Lecun/
const countedOtherwise: readonly string[] = ['depthwise', 'transposed']

const draw = (name: string, options: object, kind: string): Float32Array => {
  const seeds = Array.from({ length: 2 }, (_, seed) => [...fill(name, options, parameters[kind as Kind], seed)])
  return Float32Array.from(seeds.flat())
}

const momentsOf = (values: Float32Array): Moments => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length
  const furthest = values.reduce((most, x) => Math.max(most, Math.abs(x - mean)), 0)
  return { count: values.length, mean, variance, furthest }
}

const cases = same.flatMap(([theirs, name, options, kind]) =>
  Object.entries(recorded.random[theirs] ?? {}).map(([on, expected]) => {
    const fans = scaled.test(theirs) && countedOtherwise.includes(on) ? { fans: 'keras' } : {}
    return { theirs, name, options: { ...options, ...fans }, kind, on, expected }
  }),
)

describe('what Keras and PyTorch have too', () => {
  it.each(cases)('$theirs on $on is $name $options', ({ name, options, kind, on, expected }) => {
    const ours = momentsOf(draw(name, options, on))
    const halves = 1 / ours.count + 1 / expected.count
    expect(Math.abs(ours.mean - expected.mean)).toBeLessThan(5 * Math.sqrt(expected.variance * halves))
    expect(Math.abs(ours.variance / expected.variance - 1)).toBeLessThan(5 * Math.sqrt(spread[kind] * halves))
    if (kind === 'uniform' || kind === 'truncated') expect(ours.furthest / expected.furthest).toBeCloseTo(1, 1)
  })

  it('leaves no recorded one out', () => {
    expect(Object.keys(recorded.random).filter((theirs) => !same.some(([one]) => one === theirs))).toEqual([])
  })

  it.each([
    ['keras Identity [3, 5]', 'identity', { gain: 2 }, dense(3, 5)],
    ['keras Zeros [2, 2]', 'zeros', {}, dense(2, 2)],
    ['keras Ones [2, 2]', 'ones', {}, dense(2, 2)],
    ['keras Constant [2, 2]', 'constant', { value: 0.3 }, dense(2, 2)],
    ['torch eye_ [3, 5]', 'identity', {}, dense(3, 5)],
    ['torch dirac_ [3, 3, 2, 4]', 'identity', {}, conv(3, 2, 4)],
    ['torch dirac_ groups [3, 3, 2, 4]', 'identity', { groups: 2 }, conv(3, 2, 4)],
  ])('%s is %s %j, value by value', (theirs, name, options, of) => {
    const values = recorded.deterministic[theirs]?.map(Math.fround)
    expect([...fill(name, options, of)]).toEqual(values)
  })
})

/** Where theirs is not what it says, by more than the standard errors allow: each with the reason. */
const wrong: readonly (readonly [theirs: string, on: Kind, ours: string, options: object, reason: string])[] = [
  ['keras HeUniform', 'depthwise', 'heUniform', {}, 'a depthwise output sums the taps of one channel, not of all'],
  ['keras HeNormal', 'transposed', 'heNormal', {}, 'its kernel holds outputs before inputs: the fans are exchanged'],
  ['keras LecunNormal', 'depthwise', 'lecunNormal', {}, 'as for HeUniform'],
  ['torch kaiming_normal_ tanh', 'dense', 'heNormal', { gain: 'tanh', truncated: false }, '5/3 keeps no variance'],
  ['torch kaiming_normal_ selu', 'dense', 'lecunNormal', { gain: 'selu' }, '3/4 takes self-normalization away'],
]

describe('what Keras and PyTorch have otherwise', () => {
  it.each(wrong)('%s on %s is not %s %j: %s', (theirs, on, name, options) => {
    const expected = recorded.random[theirs]?.[on] as Moments
    const { count, variance } = momentsOf(draw(name, options, on))
    const error = Math.sqrt(2 * (1 / count + 1 / expected.count))
    expect(Math.abs(variance / expected.variance - 1)).toBeGreaterThan(5 * error)
  })

  it('torch dirac_ of even kernels takes the tap after the middle', () => {
    expect(fill('identity', { centre: 'torch' }, conv(2, 1, 1))).toEqual(Float32Array.of(0, 0, 0, 1))
  })
})
