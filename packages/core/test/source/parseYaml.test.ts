import { describe, expect, it } from '@jest/globals'
import { FaninError } from '../../src/errors/faninError.js'
import { find, placeOf, placeOfKey, plain } from '../../src/source/located.js'
import { parseYaml, yamlLimits } from '../../src/source/parseYaml.js'
import { positionOf } from '../../src/source/place.js'

const parse = (text: string) => parseYaml({ name: 'test.yaml', text })

/** `CODE line:column` of every problem. */
const faults = (text: string): string[] => {
  try {
    parse(text)
  } catch (error) {
    if (!FaninError.is(error)) throw error
    return error.problems.map(({ code, place }) => {
      const { line, column } = positionOf(place as NonNullable<typeof place>)
      return `${code} ${line}:${column}`
    })
  }
  return []
}

describe('parseYaml', () => {
  it('keeps the values', () => {
    const text = 'a: 1\nb: [x, true, null, 1.5]\nc: { d: text }\n'
    expect(plain(parse(text))).toEqual({ a: 1, b: ['x', true, null, 1.5], c: { d: 'text' } })
  })

  it('takes numbers of any size that are written with an exponent', () => {
    expect(plain(parse('a: 1e20\nb: -1.5e-9\n'))).toEqual({ a: 1e20, b: -1.5e-9 })
  })

  it('knows where values and keys stand', () => {
    const document = parse('a: 1\nlist:\n  - one\n  - key: two\n')
    expect(positionOf(placeOf(document, ['list', 1, 'key']))).toMatchObject({ line: 4, column: 10 })
    expect(positionOf(placeOfKey(document, ['list', 1, 'key']))).toMatchObject({ line: 4, column: 5 })
  })

  it('points at the nearest parent of what is not written', () => {
    const document = parse('a:\n  b: 1\n')
    expect(positionOf(placeOf(document, ['a', 'x', 'y']))).toMatchObject({ line: 2, column: 3 })
  })

  it('reads anchors and aliases', () => {
    const document = parse('a: &one { x: 1 }\nb: *one\n')
    expect(plain(find(document, ['b']) ?? document)).toEqual({ x: 1 })
  })

  it('accepts a byte order mark and Windows line ends', () => {
    expect(plain(parse('\ufeffa: 1\r\nb: 2\r\n'))).toEqual({ a: 1, b: 2 })
  })

  it.each([
    ['an empty file', '', 'FANIN_YAML_EMPTY 1:1'],
    ['a file of comments', '# nothing\n', 'FANIN_YAML_EMPTY 1:1'],
    ['a duplicate key', 'a: 1\nb: 2\na: 3\n', 'FANIN_YAML_SYNTAX 3:1'],
    ['a tab as indentation', 'a:\n\tb: 1\n', 'FANIN_YAML_SYNTAX 2:1'],
    ['an unclosed bracket', 'a: [1, 2\n', 'FANIN_YAML_SYNTAX 2:1'],
    ['an unclosed quote', 'a: "text\n', 'FANIN_YAML_SYNTAX 2:1'],
    ['an unknown tag', 'a: !!js/function "x"\n', 'FANIN_YAML_SYNTAX 1:4'],
    ['an alias to nothing', 'a: *none\n', 'FANIN_YAML_SYNTAX 1:4'],
    ['an alias to itself', 'a: &a [*a]\n', 'FANIN_YAML_SYNTAX 1:8'],
    ['a key that is a list', '? [a, b]\n: 1\n', 'FANIN_YAML_SYNTAX 1:3'],
    ['an integer beyond 2^53', 'a: 9007199254740993\n', 'FANIN_YAML_SYNTAX 1:4'],
    ['a second document', 'a: 1\n---\nb: 2\n', 'FANIN_YAML_LIMIT 2:1'],
    ['__proto__ as a key', 'a:\n  __proto__: { x: 1 }\n', 'FANIN_FORBIDDEN_KEY 2:3'],
    ['constructor as a key', '{ constructor: 1 }\n', 'FANIN_FORBIDDEN_KEY 1:3'],
    ['20,000 brackets', `a: ${'['.repeat(20_000)}`, `FANIN_YAML_LIMIT 1:${4 + yamlLimits.depth}`],
    ['20,000 nested list items', '- '.repeat(20_000), `FANIN_YAML_LIMIT 1:${1 + 2 * yamlLimits.depth}`],
    ['a file that is too long', `a: "${'x'.repeat(yamlLimits.characters)}"`, 'FANIN_YAML_LIMIT 1:1'],
  ])('refuses %s', (_, text, expected) => {
    expect(faults(text)).toContain(expected)
  })

  it('refuses an alias bomb', () => {
    const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`)
    expect(faults(['l0: &l0 x', ...levels].join('\n'))[0]).toMatch(/^FANIN_YAML_LIMIT/)
  })

  it('reports several faults at once', () => {
    expect(faults('a: 1\na: 2\nb: 1\nb: 2\n')).toHaveLength(2)
  })
})
