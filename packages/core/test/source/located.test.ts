import { describe, expect, it } from '@jest/globals'
import { complete, merge, parsePath, placeOf, plain, remove, set } from '../../src/source/located.js'
import { parseYaml } from '../../src/source/parseYaml.js'
import { positionOf } from '../../src/source/place.js'

const parse = (text: string, name = 'test.yaml') => parseYaml({ name, text })

describe('a located document', () => {
  it('sets a value and leaves the original alone', () => {
    const original = parse('a: { b: [1, 2] }')
    const changed = set(original, parsePath('a.b.1'), parse('x'))
    expect([plain(original), plain(changed)]).toEqual([{ a: { b: [1, 2] } }, { a: { b: [1, 'x'] } }])
  })

  it('makes the maps on the way to a value', () => {
    expect(plain(set(parse('a: 1'), ['b', 'c'], parse('2')))).toEqual({ a: 1, b: { c: 2 } })
  })

  it('writes a name out as { type } when an option is set on it', () => {
    expect(plain(set(parse('optimizer: sgd'), ['optimizer', 'momentum'], parse('0.9')))).toEqual({
      optimizer: { type: 'sgd', momentum: 0.9 },
    })
  })

  it('removes from maps and lists', () => {
    const document = parse('a: { b: 1, c: [1, 2, 3] }')
    expect(plain(remove(remove(document, ['a', 'b']), ['a', 'c', 0]))).toEqual({ a: { c: [2, 3] } })
  })

  it('merges maps and replaces lists and scalars', () => {
    const base = parse('a: { x: 1, y: [1, 2] }\nb: 1\n')
    expect(plain(merge(base, parse('a: { y: [3] }\nc: 2\n')))).toEqual({ a: { x: 1, y: [3] }, b: 1, c: 2 })
  })

  it('replaces an entry by one of another type, whose options are others', () => {
    const base = parse('optimizer: { type: sgd, momentum: 0.9 }')
    expect(plain(merge(base, parse('optimizer: { type: adam }')))).toEqual({ optimizer: { type: 'adam' } })
    expect(plain(merge(base, parse('optimizer: { type: sgd }')))).toEqual({ optimizer: { type: 'sgd', momentum: 0.9 } })
  })

  it('remembers which file a merged value came from', () => {
    const merged = merge(parse('a: 1\nb: 2\n', 'base.yaml'), parse('b: 3\n', 'over.yaml'))
    expect(positionOf(placeOf(merged, ['a'])).file).toBe('base.yaml')
    expect(positionOf(placeOf(merged, ['b'])).file).toBe('over.yaml')
  })

  it('completes what is missing and keeps what is there', () => {
    expect(plain(complete(parse('s: { a: 1 }'), ['s'], { a: 2, b: [3] }))).toEqual({ s: { a: 1, b: [3] } })
  })
})
