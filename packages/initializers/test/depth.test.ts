import { describe, expect, it } from '@jest/globals'
import { bias, conv, dense, fill } from './parameter.js'

const stdOf = (values: Float32Array): number => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length)

/** A layer of a branch of so many, in a network of `count` residual blocks. */
const inBranch = (layer: number, layers: number, count: number) => ({
  position: { layer: layer + 1, depth: 100, branch: { layer, layers, count } },
})
const output = { position: { layer: 9, depth: 9 } }
const he = stdOf(fill('heNormal', {}, conv(3, 16, 64)))

describe('scaling by depth', () => {
  it.each([
    ['fixup', 1, 2, 16, 16 ** -0.5],
    ['fixup', 1, 3, 16, 16 ** -0.25],
    ['fixup', 2, 3, 16, 16 ** -0.25],
    ['fixup', 3, 3, 16, 0],
    ['zeroLast', 1, 2, 16, 1],
    ['zeroLast', 2, 2, 16, 0],
    ['branchScaled', 1, 2, 16, 1],
    ['branchScaled', 2, 2, 16, 0.25],
  ])('%s gives layer %d of %d in %d branches He times %d', (name, layer, layers, count, factor) => {
    const values = fill(name, {}, conv(3, 16, 64, inBranch(layer, layers, count)))
    expect(stdOf(values) / he).toBeCloseTo(factor, 5)
  })

  it('fixup is He outside of branches, and zero at the output', () => {
    expect(stdOf(fill('fixup', {}, conv(3, 16, 64))) / he).toBeCloseTo(1, 5)
    expect(stdOf(fill('fixup', {}, dense(16, 10, output)))).toBe(0)
    expect(stdOf(fill('zeroLast', {}, dense(16, 10, output)))).toBeGreaterThan(0)
  })

  it('reZero and skipInit fill multipliers, and nothing else', () => {
    const multiplier = bias(1, { role: 'scale', ...inBranch(2, 2, 16) })
    expect(fill('reZero', {}, multiplier)).toEqual(Float32Array.of(0))
    expect(fill('skipInit', {}, multiplier)).toEqual(Float32Array.of(0))
    expect(fill('skipInit', { alpha: 'inverseRoot' }, multiplier)).toEqual(Float32Array.of(0.25))
    expect(() => fill('skipInit', {}, conv(3, 2, 2))).toThrow('fills the multiplier at the end of a residual branch')
  })

  it('muP makes the output layer narrower than 1 / sqrt(fanIn) by the root of the width over the base', () => {
    const [hidden, last] = [{}, output].map((around) =>
      stdOf(fill('muP', { base: 64 }, dense(1024, 64, { activation: 'linear', ...around }))),
    )
    expect((hidden as number) * Math.sqrt(1024)).toBeCloseTo(1, 1)
    expect((last as number) / (hidden as number)).toBeCloseTo(0.25, 6)
  })
})
