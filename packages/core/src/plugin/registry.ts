import type { Problem } from '../errors/faninError.js'
import { nearest } from '../errors/nearest.js'
import type { Entry } from '../experiment/entry.js'
import { find, type Located, type Path, placeOf } from '../source/located.js'
import { validate } from '../source/validate.js'
import type { Definition } from './definition.js'

/** All definitions of one kind by the name that YAML uses. */
export class Registry<D extends Definition> {
  private readonly definitions: ReadonlyMap<string, D>

  /** `kind` is the word for one of them in messages: `initializer`, `layer`, `data set`. */
  constructor(
    readonly kind: string,
    definitions: Iterable<readonly [name: string, definition: D]>,
  ) {
    this.definitions = new Map(definitions)
  }

  get names(): readonly string[] {
    return [...this.definitions.keys()]
  }

  has(name: string): boolean {
    return this.definitions.has(name)
  }

  /** The definition of a name that has been checked. */
  get(name: string): D {
    const definition = this.definitions.get(name)
    if (!definition) throw new Error(`There is no ${this.kind} called "${name}".`)
    return definition
  }

  /**
   * Checks the entry at a path, a name or an object with `type`, against the schema of what it names, and fills in
   * the defaults. What is no entry at all is the section's to report. `leaveOut` are keys that belong to the place, not to the definition.
   */
  resolve(document: Located, path: Path, leaveOut: readonly string[] = []): ResolvedEntry {
    const node = find(document, path)
    const type = node?.kind === 'scalar' ? node.value : typeOf(node)
    if (typeof type !== 'string') return { problems: [] }
    const definition = this.definitions.get(type)
    if (!definition) return { problems: [this.unknown(document, path, type)] }
    const { value, problems } = validate(definition.options, document, path, 'FANIN_INVALID_OPTIONS', [
      'type',
      ...leaveOut,
    ])
    return problems.length > 0 ? { problems } : { entry: { type, ...value }, problems }
  }

  private unknown(document: Located, path: Path, type: string): Problem {
    const near = nearest(type, this.names)
    const known = `Known: ${this.names.join(', ')}.`
    return {
      code: 'FANIN_UNKNOWN_TYPE',
      message: `There is no ${this.kind} called "${type}".`,
      hint: near ? `Did you mean "${near}"? ${known}` : known,
      place: placeOf(document, find(document, path)?.kind === 'map' ? [...path, 'type'] : path),
    }
  }
}

/** An entry with every default filled in, or what is wrong with it. */
export interface ResolvedEntry {
  readonly entry?: Entry
  readonly problems: readonly Problem[]
}

const typeOf = (node: Located | undefined): unknown => {
  const type = node?.kind === 'map' ? node.entries.get('type')?.value : undefined
  return type?.kind === 'scalar' ? type.value : undefined
}
