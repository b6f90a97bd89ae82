import type { Expected, InitializerPlugin, Parameter } from '@fanin/core'
import { describe, expect, it } from '@jest/globals'
import { bias, conv, dense, fill, initializers, kernels } from './parameter.js'

/** Options that some cannot do without, and others that change what is to be expected. */
const variants: Readonly<Record<string, readonly object[]>> = {
  muP: [{ base: 32 }],
  critical: [{ activation: 'tanh' }],
  truncatedNormal: [{}, { low: -0.5, high: 3 }, { mean: 1, std: 0.5, low: 0.2, high: 1.1, bounds: 'values' }],
  sparse: [{}, { per: 'input', sparsity: 0.5 }],
  orthogonal: [{}, { gain: 'relu', wide: 'variance' }],
  fixup: [{}],
}

const fits = (name: string, { shape, role }: Parameter): boolean =>
  name === 'deltaOrthogonal' ? shape.length === 4 && (shape[2] as number) <= (shape[3] as number) : role === 'kernel'

const branch = { position: { layer: 3, depth: 9, branch: { layer: 1, layers: 2, count: 4 } } }
const parameters = [...kernels, conv(3, 32, 64, branch), dense(20, 400), bias(5000, { activation: 'tanh' })]

const cases = [...initializers].flatMap(([name, { expected }]) =>
  expected && name !== 'reZero'
    ? (variants[name] ?? [{}]).flatMap((options) =>
        parameters
          .filter((of) => fits(name, of) || (name === 'critical' && of.role === 'bias'))
          .map((of) => ({
            name,
            options,
            of,
            title: `${name} ${JSON.stringify(options)} on ${of.path} [${of.shape}]`,
          })),
      )
    : [],
)

/** The options with their defaults. */
const complete = (name: string, options: object): object => {
  const properties = initializers.get(name)?.options.properties as Record<string, { default?: unknown }>
  const defaults = Object.entries(properties).flatMap(([key, { default: preset }]) =>
    preset === undefined ? [] : [[key, preset]],
  )
  return { ...Object.fromEntries(defaults), ...options }
}

const expectation = (name: string, options: object, of: Parameter): Expected => {
  const plugin = initializers.get(name) as InitializerPlugin<object>
  return plugin.expected?.(complete(name, options))(of) as Expected
}

describe('what is expected of an initializer', () => {
  it.each(cases)('is what it makes, within five standard errors: $title', ({ name, options, of }) => {
    const { mean, std, kurtosis } = expectation(name, options, of)
    const values = fill(name, options, of)
    const average = values.reduce((sum, x) => sum + x, 0) / values.length
    const variance = values.reduce((sum, x) => sum + (x - average) ** 2, 0) / values.length
    expect(Math.abs(average - mean)).toBeLessThanOrEqual(5 * (std / Math.sqrt(values.length)) + 1e-7 * Math.abs(mean))
    const error = std ** 2 * Math.sqrt((kurtosis - 1) / values.length)
    // An exact std is exact but for float32, and for the mean that is taken off.
    expect(Math.abs(variance - std ** 2)).toBeLessThanOrEqual(
      5 * error + 30 * (std ** 2 / values.length) + 1e-6 * std ** 2,
    )
  })
})
