import type { Node, ParsedNode } from 'yaml'
import { isAlias, isMap, isScalar, isSeq, Lexer, parseAllDocuments } from 'yaml'
import { FaninError, type Problem } from '../errors/faninError.js'
import { forbiddenKeys, type Located, type LocatedEntry, type Scalar } from './located.js'
import type { Place, SourceText } from './place.js'

/** What one experiment may measure; YAML is untrusted input. */
export const yamlLimits = { characters: 1_000_000, depth: 64, nodes: 100_000 } as const

/** Reads one YAML document into a tree that knows its places. Throws all of its faults at once. */
export const parseYaml = (source: SourceText): Located => {
  checkBounds(source)
  const documents = parseAllDocuments(source.text, {
    prettyErrors: false,
    uniqueKeys: true,
    maxAliasCount: 0,
  } as object)
  const document = 'empty' in documents ? undefined : documents[0]
  if (!document?.contents) throw new FaninError(empty(source, document?.errors[0]?.message))
  const faults = [...document.errors, ...document.warnings]
  const second = 'empty' in documents ? undefined : documents[1]
  const problems = faults.map(({ code, message, pos }) => syntaxProblem(place(source, pos[0], pos[1]), code, message))
  if (second)
    problems.push(
      limit(place(source, second.range[0], second.range[0] + 3), 'The file holds more than one YAML document.'),
    )
  if (problems.length > 0) throw new FaninError(problems)
  return new Reader(source).read(document.contents)
}

const place = (source: SourceText, start: number, end: number): Place => ({ source, start, end })

const limit = (where: Place, message: string): Problem => ({
  code: 'FANIN_YAML_LIMIT',
  message,
  hint: 'An experiment is one small document; split it with `extends`, or shorten it with `sweep` and `repeat`.',
  place: where,
})

const empty = (source: SourceText, cause?: string): Problem => ({
  code: cause ? 'FANIN_YAML_SYNTAX' : 'FANIN_YAML_EMPTY',
  message: cause ?? 'The file is empty.',
  hint: 'An experiment has version, name, dataset, model and training; `fanin explain training` explains such a key.',
  place: place(source, 0, 0),
})

const syntaxHints: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'Keep one of the two.',
  TAB_AS_INDENT: 'Indent with spaces.',
  TAG_RESOLVE_FAILED: 'Remove the tag; an experiment is plain data.',
}

const syntaxMessages: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'This key is written twice.',
  TAB_AS_INDENT: 'YAML does not allow tabs in indentation.',
}

const syntaxProblem = (where: Place, code: string, message: string): Problem => ({
  code: 'FANIN_YAML_SYNTAX',
  message: syntaxMessages[code] ?? `${message.replace(/\.$/, '')}.`,
  hint: syntaxHints[code] ?? 'Check the indentation, quotes and brackets here and on the line above.',
  place: where,
})

/**
 * Refuses texts too large or too deep before the parser sees them: on Node 20 it aborts the process on thousands of
 * nested brackets. Reads tokens one by one, without recursion.
 */
const checkBounds = (source: SourceText): void => {
  const { text } = source
  if (text.length > yamlLimits.characters) {
    const message = `The file has ${text.length} characters; ${yamlLimits.characters} are allowed.`
    throw new FaninError(limit(place(source, 0, 0), message))
  }
  let offset = 0
  let flow = 0
  let indicators = 0
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') flow++
    else if (token === ']' || token === '}') flow--
    else if (token === '-' || token === '?') indicators++
    else if (token === '\n' || token === '\r\n') indicators = 0
    else if (/^ +$/.test(token) && text[offset - 1] === '\n') indicators = token.length / 2
    if (Math.max(flow, indicators) > yamlLimits.depth) {
      const message = `The YAML is nested more than ${yamlLimits.depth} levels deep.`
      throw new FaninError(limit(place(source, offset, offset + 1), message))
    }
    if (!isControl(token)) offset += token.length
  }
}

/** The lexer marks documents, flow ends and scalars with control characters that are not in the text. */
const isControl = (token: string): boolean => ['\u0002', '\u0018', '\u001f'].includes(token)

/** Turns the parser's nodes into located ones, counting them so that aliases cannot multiply without end. */
class Reader {
  private readonly anchors = new Map<string, Located>()
  private nodes = 0

  constructor(private readonly source: SourceText) {}

  read(node: ParsedNode | Node | null): Located {
    const [start, end] = node?.range ?? [0, 0]
    const where = place(this.source, start, end)
    if (++this.nodes > yamlLimits.nodes)
      throw new FaninError(limit(where, `The file has more than ${yamlLimits.nodes} values.`))
    if (isAlias(node)) return this.alias(node.source, where)
    const located = this.content(node, where)
    if (node && 'anchor' in node && node.anchor) this.anchors.set(node.anchor, located)
    return located
  }

  private content(node: ParsedNode | Node | null, where: Place): Located {
    if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => this.read(item as Node)), place: where }
    if (isMap(node)) {
      const entries = new Map<string, LocatedEntry>()
      for (const { key, value } of node.items) {
        const name = this.key(key as Node)
        entries.set(name.text, {
          key: name.place,
          value: value ? this.read(value as Node) : { kind: 'scalar', value: null, place: name.place },
        })
      }
      return { kind: 'map', entries, place: where }
    }
    return { kind: 'scalar', value: this.scalar(isScalar(node) ? node.value : null, where), place: where }
  }

  private key(node: Node): { text: string; place: Place } {
    const [start, end] = node.range ?? [0, 0]
    const where = place(this.source, start, end)
    if (!isScalar(node) || typeof node.value === 'object') {
      throw new FaninError(syntaxProblem(where, 'KEY', 'A key must be a plain word'))
    }
    const text = String(node.value)
    if (forbiddenKeys.has(text)) throw new FaninError(forbiddenKey(text, where))
    return { text, place: where }
  }

  private scalar(value: unknown, where: Place): Scalar {
    const text = this.source.text.slice(where.start, where.end)
    if (typeof value === 'number' && !Number.isSafeInteger(value) && /^[-+]?\d+$/.test(text)) {
      throw new FaninError({
        ...syntaxProblem(where, '', `${text} is too large to be kept exactly`),
        hint: 'Use a smaller number.',
      })
    }
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value as Scalar
    throw new FaninError(syntaxProblem(where, 'SCALAR', 'This is not a string, number, boolean or null'))
  }

  private alias(name: string, where: Place): Located {
    const target = this.anchors.get(name)
    if (!target)
      throw new FaninError(syntaxProblem(where, 'ALIAS', `The alias *${name} stands for nothing that ends before it`))
    this.nodes += size(target, yamlLimits.nodes - this.nodes)
    if (this.nodes > yamlLimits.nodes) {
      throw new FaninError(
        limit(where, `With its aliases written out, the file has more than ${yamlLimits.nodes} values.`),
      )
    }
    return target
  }
}

/** How many values a tree holds, counted no further than needed. */
const size = (located: Located, most: number): number => {
  let count = 1
  const children =
    located.kind === 'list'
      ? located.items
      : located.kind === 'map'
        ? [...located.entries.values()].map((e) => e.value)
        : []
  for (const value of children) {
    if (count > most) break
    count += size(value, most - count)
  }
  return count
}

/** The problem of a key such as `__proto__`. */
const forbiddenKey = (key: string, where: Place): Problem => ({
  code: 'FANIN_FORBIDDEN_KEY',
  message: `The key "${key}" is not allowed.`,
  hint: 'Use another name.',
  place: where,
})
