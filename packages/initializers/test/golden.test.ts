import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { goldenCases } from './goldenCases.js'
import { fill } from './parameter.js'

const file = new URL('golden.json', import.meta.url)

/** The first half of the SHA-256 of the float32 bytes, by case. */
const hashes = Object.fromEntries(
  goldenCases.map(({ title, name, options, of, seed }) => {
    const bytes = new Uint8Array(fill(name, options, of, seed).buffer)
    return [title, createHash('sha256').update(bytes).digest('hex').slice(0, 32)]
  }),
)

describe('every initializer', () => {
  it('keeps its values from version to version, bit for bit', () => {
    if (process.env.FANIN_NEW_GOLDEN) writeFileSync(file, `${JSON.stringify(hashes, null, 2)}\n`)
    expect(hashes).toEqual(JSON.parse(readFileSync(file, 'utf8')))
  })
})
