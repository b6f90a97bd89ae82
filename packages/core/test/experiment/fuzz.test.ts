import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { FaninError } from '../../src/errors/faninError.js'
import { renderProblems } from '../../src/errors/render.js'
import { planStudy } from '../../src/experiment/plan.js'
import { readExperiment } from '../../src/experiment/read.js'
import { testCatalogue } from './catalogue.js'

const experiment = {
  version: 1,
  name: 'fuzz',
  dataset: 'digits',
  model: { inputShape: [4, 4, 1], layers: [{ type: 'conv2d', filters: 2 }, 'flatten', { type: 'dense', units: 3 }] },
  initializers: { kernel: 'heUniform', rules: [{ match: 'dense_1/kernel', use: 'zeros' }] },
  training: { epochs: 1, optimizer: { type: 'sgd', momentum: 0.9 } },
  seeds: [0, 1],
  sweep: { grid: { 'training.batchSize': [1, 2] } },
}

/** Plans a text; answers with what a user would be shown where it is refused. Anything but a FaninError is a defect. */
const attempt = (text: string, overrides: readonly string[] = []): string => {
  const files = { read: () => text, resolve: (_: string, name: string) => name }
  try {
    planStudy(readExperiment('fuzz.yaml', files, overrides), testCatalogue)
    return ''
  } catch (error) {
    if (!FaninError.is(error)) throw error
    return renderProblems(error.problems)
  }
}

/** The experiment with another value in one of its places. */
const damaged = fc
  .tuple(fc.constantFrom(...placesIn(experiment)), fc.jsonValue({ maxDepth: 3 }))
  .map(([path, value]) => stringify(replaced(experiment, path, value)))

function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return [path, ...inner.flatMap(([key, item]) => placesIn(item, [...path, key]))]
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by
  const copy = structuredClone(value) as Record<string, unknown>
  copy[key] = replaced(copy[key], rest, by)
  return copy
}

describe('any text', () => {
  const runs = { numRuns: 1000, seed: 1 }

  it('is planned or refused, and the refusal can be shown', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void attempt(text)),
      runs,
    )
    fc.assert(
      fc.property(damaged, (text) => void attempt(text)),
      runs,
    )
  })

  it('is planned or refused as an override', () => {
    const path = fc.constantFrom(...placesIn(experiment).map((steps) => steps.join('.')), 'a.b', '', '.', '__proto__.x')
    const override = fc.tuple(
      fc.constantFrom('', '+', '~'),
      path,
      fc.constantFrom('', '='),
      fc.string({ maxLength: 20 }),
    )
    fc.assert(
      fc.property(override, (parts) => void attempt(stringify(experiment), [parts.join('')])),
      runs,
    )
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it('is accepted where it is right', () => expect(attempt(stringify(experiment))).toBe(''))
})
