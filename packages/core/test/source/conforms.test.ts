import { expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { conforms } from '../../src/source/conforms.js'

const bounds = fc.record(
  {
    minimum: fc.integer({ min: -2, max: 2 }),
    maximum: fc.integer({ min: -2, max: 2 }),
    exclusiveMinimum: fc.integer({ min: -2, max: 2 }),
    exclusiveMaximum: fc.integer({ min: -2, max: 2 }),
  },
  { requiredKeys: [] },
)

const keys = ['a', 'b', 'c']

/** The values of documents, and the standards of options. */
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false, '', 'a', 'ä', 0, 1, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value

const type = fc.constantFrom('number', 'integer', 'string', 'boolean', 'null', 'array', 'object')

const schemas = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc
    .tuple(
      fc.record({ type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 })) }, { requiredKeys: [] }),
      fc.oneof(
        { maxDepth: 3 },
        fc.record(
          { enum: fc.uniqueArray(fc.constantFrom('a', 'b', 1, null), { minLength: 1 }), default: values },
          { requiredKeys: [] },
        ),
        fc.record({ pattern: fc.constantFrom('^a', '^.$', 'b') }),
        bounds,
        fc.record(
          {
            items: tie('schema'),
            minItems: fc.nat(2),
            maxItems: fc.nat(2),
            uniqueItems: fc.boolean(),
          },
          { requiredKeys: [] },
        ),
        fc.record(
          {
            properties: fc.dictionary(fc.constantFrom(...keys), tie('schema'), { noNullPrototype: true }),
            required: fc.uniqueArray(fc.constantFrom(...keys)),
            additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
            minProperties: fc.nat(2),
          },
          { requiredKeys: [] },
        ),
      ),
    )
    .map(([one, other]) => ({ ...one, ...other })),
})).schema

it('says yes only to what Ajv accepts, and fills in the same defaults', () => {
  const ajv = new Ajv2020({ strict: false, useDefaults: true, meta: false, validateSchema: false })
  const counts = { yes: 0, no: 0 }
  fc.assert(
    fc.property(schemas, values, (schema, value) => {
      const [ours, theirs] = [structuredClone(value), structuredClone(value)]
      const check = ajv.compile(schema)
      const accepted = check(theirs)
      if (!conforms(schema, ours)) {
        // What is to be unique, and what is not finite, may be left to Ajv.
        const mayBeLeft = /uniqueItems|NaN|INFINITY/.test(fc.stringify([schema, value]))
        expect([schema, value, accepted && !mayBeLeft]).toEqual([schema, value, false])
        counts.no++
        return
      }
      expect(accepted).toBe(true)
      expect(ours).toEqual(theirs)
      counts.yes++
    }),
    { numRuns: 500 },
  )
  expect(Math.min(counts.yes, counts.no)).toBeGreaterThan(50)
})

it('leaves to others what it does not know', () => {
  expect(conforms({ minLength: 1 } as object, 'a')).toBe(false)
  expect(conforms({ properties: { a: { multipleOf: 2 } as object } }, { a: 4 })).toBe(false)
})

it('gives each value a default of its own', () => {
  const schema = { properties: { a: { default: [1] } } }
  const [one, other] = [{}, {}] as { a?: number[] }[]
  conforms(schema, one)
  conforms(schema, other)
  one?.a?.push(2)
  expect(other).toEqual({ a: [1] })
})
