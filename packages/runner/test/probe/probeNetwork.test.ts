import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Backend } from '../../src/backends/backend.js'
import { loadBackend } from '../../src/backends/loadBackend.js'
import { duplicateUnits, spectrumOf } from '../../src/probe/spectrum.js'
import { seenSecondMoment, tapShare } from '../../src/probe/window.js'
import { normalData, plannedArm } from '../network/planned.js'
import { probed, signals } from './probed.js'

let backend: Backend
beforeAll(async () => {
  backend = await loadBackend('wasm')
})

/** Six layers of one width, named l_1 to l_6, and a head. */
const deep = (activation: string): string => `
{ type: repeat, times: 6, layers: [{ type: dense, units: 40, activation: ${activation}, name: l }] }
{ type: dense, units: 10, activation: softmax, name: head }`

const faults = (initializers: string, activation = 'relu', seed = 0) =>
  probed(backend, [40], deep(activation), initializers, { seed }).verdict

describe('the verdict on a network', () => {
  it.each([
    ['tanh', 'glorotNormal'],
    ['relu', 'heNormal'],
    ['selu', 'lecunNormal'],
  ])('is that nothing is wrong with %s and %s', (activation, kernel) => {
    expect(faults(`{ kernel: ${kernel} }`, activation)).toEqual({ condition: 'healthy', findings: [] })
  })

  it('names the layer whose kernel is zero', () => {
    const { findings } = faults('{ kernel: heNormal, rules: [{ match: l_4/kernel, use: zeros }] }')
    expect(findings.map(({ condition, layer }) => `${condition} ${layer}`)).toContain('vanishing l_4')
    expect(findings.find(({ condition }) => condition === 'symmetric')?.layer).toBe('l_4')
  })

  it('names the layer that is ten times too wide', () => {
    const { findings } = faults(
      `{ kernel: heNormal, rules: [{ match: l_3/kernel, use: { type: heNormal, gain: ${10 * Math.SQRT2} } }] }`,
    )
    expect(findings[0]).toMatchObject({ condition: 'uneven', layer: 'l_3' })
    expect(findings[0]?.factor).toBeGreaterThan(7)
  })

  it('names the layer whose units are copies of one another', () => {
    const { condition, findings } = faults(
      '{ kernel: heNormal, rules: [{ match: l_5/kernel, use: { type: constant, value: 0.1 } }] }',
    )
    expect(condition).toBe('symmetric')
    expect(findings[0]).toMatchObject({
      layer: 'l_5',
      message: expect.stringContaining('All 40 units of l_5 start equal'),
    })
  })

  it('lets heads be narrow, one of them away from zero', () => {
    const twoHeads = `
{ type: repeat, times: 5, layers: [{ type: dense, units: 40, activation: relu, name: l }] }
{ type: dense, units: 30, name: class, input: l_5 }
{ type: dense, units: 4, name: box, input: l_5 }
{ type: concatenate, input: [class, box] }`
    const small = (head: string): string => `{ match: ${head}/kernel, use: { type: randomNormal, std: 0.03 } }`
    const bias = '{ match: class/bias, use: { type: constant, value: -4.6 } }'
    const given = `{ kernel: heNormal, rules: [${small('class')}, ${small('box')}, ${bias}] }`
    expect(probed(backend, [40], twoHeads, given).verdict).toEqual({ condition: 'healthy', findings: [] })
  })

  it('lets the head be zero, and the ends of residual branches', () => {
    expect(faults('{ kernel: heNormal, rules: [{ match: head/kernel, use: zeros }] }').condition).toBe('healthy')
    const blocks = `
{ type: dense, units: 30, activation: relu }
{ type: repeat, times: 4, layers: [{ type: residual, layers: [{ type: dense, units: 30, activation: relu }, { type: dense, units: 30 }] }] }
{ type: dense, units: 10, activation: softmax, name: head }`
    expect(probed(backend, [40], blocks, '{ kernel: fixup }').verdict.condition).toBe('healthy')
    expect(probed(backend, [40], blocks, '{ kernel: fixup }').loss.measured).toBeCloseTo(Math.log(10), 5)
  })

  it.each([
    ['sigmoid', 'glorotNormal', 'vanishing', 0.25],
    ['relu', '{ type: heNormal, gain: 0.4 }', 'vanishing', 0.28],
    ['relu', '{ type: heNormal, gain: 5 }', 'exploding', 3.5],
  ])('says how fast %s with %s is %s: about %d a layer', (activation, kernel, condition, factor) => {
    const found = faults(`{ kernel: ${kernel} }`, activation).findings.find((one) => one.condition === condition)
    expect(found?.factor).toBeDefined()
    expect(Math.abs(Math.log((found?.factor as number) / factor))).toBeLessThan(0.4)
  })

  it('says where tanh is at its flat ends', () => {
    const { findings } = faults('{ kernel: { type: glorotNormal, gain: 8 } }', 'tanh')
    expect(findings.find(({ condition }) => condition === 'saturated')).toMatchObject({ layer: 'l_1' })
  })
})

describe('a look at a network', () => {
  it('shows each gradient by the outputs of a layer, norm by example', () => {
    const { layers } = signals(
      backend,
      [12],
      '{ type: dense, units: 5, activation: softmax, name: head }',
      '{ kernel: zeros }',
    )
    // Of a uniform softmax the gradient is p - y: four times 1/5 and once -4/5.
    expect(layers[0]?.gradient).toBeCloseTo(Math.sqrt(4 * 0.04 + 0.64), 5)
  })

  it('shows moments, zeros and saturation of what comes out', () => {
    const layers = `
{ type: dense, units: 300, activation: relu }
{ type: dense, units: 10 }`
    const [first] = signals(backend, [100], layers, '{ kernel: lecunNormal }').layers
    expect(first?.before.variance).toBeCloseTo(1, 0)
    expect(first?.after.zeroShare).toBeCloseTo(0.5, 1)
    expect(first?.after.mean).toBeCloseTo(0.4, 1)
    expect(first?.after.deadUnits).toBe(0)
  })

  it('takes the singular values of the Jacobian', () => {
    const report = probed(
      backend,
      [20],
      '{ type: dense, units: 8, name: head }',
      '{ kernel: { type: orthogonal, gain: 3 } }',
    )
    expect(report.jacobian?.largest).toBeCloseTo(3, 4)
    expect(report.jacobian?.smallest).toBeCloseTo(3, 4)
    expect(report.jacobian?.meanSquare).toBeCloseTo(9, 3)
  })
})

describe('the certificate', () => {
  it('holds values against what is expected, in standard errors, and takes their spectrum', () => {
    const { certificate } = probed(
      backend,
      [40],
      deep('relu'),
      '{ kernel: heNormal, rules: [{ match: l_2/kernel, use: orthogonal }] }',
    )
    const [first, , second] = certificate.parameters
    expect(first?.expected).toEqual({ mean: 0, std: Math.sqrt(2 / 40) })
    expect(Math.abs(Number(first?.deviation?.std))).toBeLessThan(5)
    expect(second).toMatchObject({ path: 'l_2/kernel', duplicateUnits: 0 })
    expect(Number(second?.spectralNorm)).toBeCloseTo(1, 5)
    expect(Number(second?.effectiveRank)).toBeCloseTo(40, 4)
    expect(Number(second?.orthogonalityDefect)).toBeLessThan(1e-5)
  })

  it('expects nothing of what a calibrator has changed', () => {
    const { certificate, notes } = probed(backend, [40], deep('relu'), '{ calibrate: [lsuv] }')
    expect(certificate.parameters[0]).not.toHaveProperty('expected')
    expect(certificate.parameters[0]?.calibratedBy).toEqual(['lsuv'])
    expect(notes[0]).toMatch(/^lsuv: l_1: variance/)
  })
})

describe('a spectrum', () => {
  it('is that of the singular values', () => {
    const spectrum = spectrumOf(Float32Array.of(3, 0, 0, 4, 0, 0), [3, 2], 100)
    expect(spectrum?.spectralNorm).toBeCloseTo(4, 6)
    expect(spectrum?.smallest).toBeCloseTo(3, 6)
    const shares = [3 / 7, 4 / 7]
    expect(spectrum?.effectiveRank).toBeCloseTo(Math.exp(-shares.reduce((sum, p) => sum + p * Math.log(p), 0)), 6)
    expect(spectrumOf(new Float32Array(100), [10, 10], 1000)).toMatchObject({ spectralNorm: 0, effectiveRank: 0 })
    expect(spectrumOf(new Float32Array(100), [10, 10], 999)).toBeUndefined()
  })

  it('counts units that are copies', () => {
    expect(duplicateUnits([2, 3], Float32Array.of(1, 1, 2, 5, 5, 6))).toBe(1)
    expect(duplicateUnits([2, 3], Float32Array.of(1, 1, 2, 5, 5, 6), Float32Array.of(0, 1, 0, 0, 0, 0))).toBe(0)
  })
})

describe('a window', () => {
  const layer = (options: string) =>
    plannedArm([28, 28, 1], `{ type: conv2d, filters: 1, ${options} }\nflatten\n{ type: dense, units: 10 }`)
      .architecture.nodes[0]
  const share = (options: string, size: number): number => {
    const node = layer(options)
    return tapShare(
      { name: 'x', options: node?.layer as never, inputs: ['input'], shape: [], activation: '', parameters: [] },
      [size, size, 1],
    )
  }

  it('has part of its taps beyond the border where it is padded', () => {
    // (1 - (k^2 - 1) / (4 k N))^2 of N x N pixels.
    expect(share('kernelSize: 3, padding: same', 28)).toBeCloseTo((1 - 8 / (12 * 28)) ** 2, 12)
    expect(share('kernelSize: 5, padding: same', 14)).toBeCloseTo((1 - 24 / (20 * 14)) ** 2, 12)
    expect(share('kernelSize: 5', 14)).toBe(1)
  })

  it('sees the middle of an image more often than its border', () => {
    const node = { name: 'x', inputs: ['input'], shape: [], activation: '', parameters: [] }
    const options = layer('kernelSize: 2')?.layer as never
    const image = { shape: [1, 3, 3, 1], values: Float32Array.of(0, 0, 0, 0, 3, 0, 0, 0, 0) }
    // Four windows of four taps, and the middle is in all of them.
    expect(seenSecondMoment({ ...node, options }, image)).toBe((9 * 4) / 16)
    expect(seenSecondMoment({ ...node, options: { type: 'dense' } }, image)).toBe(1)
  })
})

it('probes leave nothing in the engine', () => {
  const { tf } = backend
  const tensors = tf.memory().numTensors
  probed(backend, [40], deep('relu'), '{}', { train: normalData(16, [40]) })
  expect(tf.memory().numTensors).toBe(tensors)
})
