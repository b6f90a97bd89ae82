import type { Problem } from '../errors/faninError.js'
import { nearest } from '../errors/nearest.js'
import { type ArchitectureDefinition, type LayerDefinition, LayerInputError, type Shape } from '../plugin/layer.js'
import type { Registry } from '../plugin/registry.js'
import { complete, find, type Located, type Path, placeOf, plain, set } from '../source/located.js'
import { validate } from '../source/validate.js'
import { type Architecture, modelInput } from './architecture.js'
import { type Entry, entrySchema } from './entry.js'
import { placeParameters, type UnplacedNode } from './placeParameters.js'

const layersSchema = { type: 'array', minItems: 1, items: entrySchema } as const

/** `model:` the network, as a list of layers and of blocks of layers. */
export const modelSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['inputShape', 'layers'],
  properties: {
    inputShape: {
      type: 'array',
      minItems: 1,
      maxItems: 3,
      items: { type: 'integer', minimum: 1 },
      description: 'The shape of one example: [height, width, channels].',
    },
    layers: { ...layersSchema, description: 'Layers in order; each reads the one before it unless it says `input`.' },
  },
} as const

/** More layers, or more values in one tensor, are no experiment but a mistake. */
const mostLayers = 10_000
const mostValues = 2 ** 31

/** Blocks are written among the layers and stand for several of them. */
export const blockSchemas = {
  repeat: {
    type: 'object',
    additionalProperties: false,
    required: ['times', 'layers'],
    properties: {
      times: { type: 'integer', minimum: 1, maximum: 1000, description: 'How often the layers follow one another.' },
      layers: { ...layersSchema, description: 'The layers that are repeated, each time with weights of their own.' },
    },
  },
  residual: {
    type: 'object',
    additionalProperties: false,
    required: ['layers'],
    properties: {
      layers: { ...layersSchema, description: 'The branch whose output is added to what entered the block.' },
      shortcut: { ...layersSchema, description: 'Layers on the way around, where the branch changes the shape.' },
      activation: { type: 'string', description: 'What follows the addition.' },
    },
  },
} as const

// biome-ignore lint/suspicious/noExplicitAny: a registry holds layers of many option types.
export type LayerRegistry = Registry<LayerDefinition<any>>

// biome-ignore lint/suspicious/noExplicitAny: a registry holds architectures of many option types.
export type ArchitectureRegistry = Registry<ArchitectureDefinition<any>>

/** What the entries of a model's layers are looked up in. */
export interface ModelRegistries {
  readonly layers: LayerRegistry
  readonly architectures: ArchitectureRegistry
}

/** `model:` with every default filled in, blocks and named architectures written out as layers. */
export interface Model {
  readonly inputShape: Shape
  readonly layers: readonly (Entry & { readonly name: string; readonly input: readonly string[] })[]
}

const section: Path = ['model']

/** Writes blocks and architectures out, names every layer, and follows the shapes from the input to the output. */
export const resolveModel = (
  document: Located,
  registries: ModelRegistries,
): { value?: Model; architecture?: Architecture; problems: readonly Problem[] } => {
  const { value, problems } = validate(modelSchema, document, section)
  if (problems.length > 0) return { problems }
  const inputShape = value.inputShape as Shape
  const builder = new ModelBuilder(document, registries, inputShape)
  builder.addAll([...section, 'layers'])
  builder.refuseDeadEnds()
  if (builder.problems.length > 0) return { problems: builder.problems }
  const nodes = placeParameters(builder.nodes)
  const layers = nodes.map(({ name, inputs, layer }) => ({ ...layer, name, input: inputs }))
  return { value: { inputShape, layers }, architecture: { inputShape, nodes }, problems: [] }
}

class ModelBuilder {
  readonly nodes: UnplacedNode[] = []
  readonly problems: Problem[] = []
  private readonly shapes: Map<string, Shape | undefined>
  private readonly paths = new Map<string, Path>()
  private readonly counters = new Map<string, number>()
  /** Names as written in the block at hand, for the names that its repetition gave them. */
  private aliases = new Map<string, string>()
  private repetition = ''
  private last = modelInput
  private blocks = 0
  /** The residual block whose branch is being written. */
  private block: number | undefined

  constructor(
    private document: Located,
    private readonly registries: ModelRegistries,
    inputShape: Shape,
  ) {
    this.shapes = new Map([[modelInput, inputShape]])
  }

  addAll(path: Path): void {
    const list = find(this.document, path)
    const count = list?.kind === 'list' ? list.items.length : 0
    for (let i = 0; i < count; i++) this.add([...path, i])
  }

  /** Every layer but the last must be read by another, or it would be trained for nothing. */
  refuseDeadEnds(): void {
    if (this.problems.length > 0) return
    const read = new Set(this.nodes.flatMap(({ inputs }) => inputs))
    for (const { name } of this.nodes.slice(0, -1)) {
      if (read.has(name)) continue
      const hint = 'Name it under `input` of a later layer, or remove it.'
      this.fail(this.paths.get(name) ?? section, { message: `Nothing reads the output of the layer "${name}".`, hint })
    }
  }

  private add(path: Path): void {
    if (this.problems.length > 0 && this.nodes.length >= mostLayers) return
    if (this.nodes.length >= mostLayers) {
      const message = `The model has more than ${mostLayers} layers, its repetitions written out.`
      this.fail(path, { message, hint: 'Repeat less often.' })
      return
    }
    const node = find(this.document, path)
    const type = node && (node.kind === 'map' ? plain(find(node, ['type']) ?? node) : plain(node))
    if (type === 'repeat') this.addRepeat(path)
    else if (type === 'residual') this.addResidual(path)
    else if (this.registries.architectures.has(String(type))) this.addArchitecture(path)
    else this.addLayer(path)
  }

  private addArchitecture(path: Path): void {
    const { architectures } = this.registries
    const { entry, problems } = architectures.resolve(this.document, path)
    this.problems.push(...problems)
    if (!entry) return
    const { type, ...options } = entry
    this.writingFor(path, { layers: architectures.get(type).layers(options as never) }, () =>
      this.addAll([...path, 'layers']),
    )
  }

  private addRepeat(path: Path): void {
    const options = this.blockOptions(path, 'repeat')
    if (!options) return
    const outer = { aliases: this.aliases, repetition: this.repetition }
    for (let i = 1; i <= Number(options.times); i++) {
      this.aliases = new Map(outer.aliases)
      this.repetition = `${outer.repetition}_${i}`
      this.addAll([...path, 'layers'])
      if (this.problems.length > 0) break
    }
    Object.assign(this, outer)
  }

  private addResidual(path: Path): void {
    const options = this.blockOptions(path, 'residual')
    if (!options) return
    const entry = this.last
    const outer = this.block
    this.block = ++this.blocks
    this.addAll([...path, 'layers'])
    this.block = outer
    const branch = this.last
    this.last = entry
    if (options.shortcut) this.addAll([...path, 'shortcut'])
    const around = this.last
    if (this.problems.length > 0) return
    const [branchShape, aroundShape] = [this.shapes.get(branch), this.shapes.get(around)]
    if (String(branchShape) !== String(aroundShape)) this.fail(path, unequalBranches(branchShape, aroundShape))
    else this.addSynthetic(path, { type: 'add' }, [around, branch])
    if (options.activation) this.addSynthetic(path, { type: 'activation', activation: options.activation }, [this.last])
  }

  /** A layer that a block stands for; its own text is the block's. */
  private addSynthetic(path: Path, layer: Entry, inputs: readonly string[]): void {
    this.writingFor(path, layer, () => this.place(path, inputs, this.name(layer.type)))
  }

  /** Does some work while something else stands at a path, in the place of what it was written for. */
  private writingFor(path: Path, content: Readonly<Record<string, unknown>>, work: () => void): void {
    const original = this.document
    const blank = { kind: 'map', entries: new Map(), place: placeOf(original, path) } as const
    this.document = complete(set(original, path, blank), path, content)
    work()
    this.document = original
  }

  private blockOptions(path: Path, type: keyof typeof blockSchemas): Record<string, unknown> | undefined {
    const { value, problems } = validate(blockSchemas[type], this.document, path, 'FANIN_INVALID_OPTIONS', ['type'])
    this.problems.push(...problems)
    return problems.length > 0 ? undefined : value
  }

  private addLayer(path: Path): void {
    const node = find(this.document, path)
    const own = node?.kind === 'map' ? (plain(node) as Record<string, unknown>) : {}
    const name = own.name === undefined ? this.name(typeOf(node)) : this.givenName(path, own.name)
    const inputs = own.input === undefined ? [this.last] : this.givenInputs(path, own.input)
    if (name && inputs) this.place(path, inputs, name)
  }

  private name(type: string): string {
    const stem = type.split('/').at(-1) as string
    const count = (this.counters.get(stem) ?? 0) + 1
    this.counters.set(stem, count)
    const name = `${stem}_${count}`
    return this.shapes.has(name) ? this.name(type) : name
  }

  private givenName(path: Path, given: unknown): string | undefined {
    if (typeof given !== 'string' || !/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(given) || given === modelInput) {
      const hint = 'Start with a letter, go on with letters, digits and underscores; "input" is the model\'s own.'
      return void this.failName([...path, 'name'], `${JSON.stringify(given)} cannot name a layer.`, hint)
    }
    const name = `${given}${this.repetition}`
    if (this.shapes.has(name)) {
      return void this.failName([...path, 'name'], `There already is a layer called "${name}".`, 'Choose another name.')
    }
    this.aliases.set(given, name)
    return name
  }

  private givenInputs(path: Path, given: unknown): readonly string[] | undefined {
    const names = [given].flat()
    const actual = names.map((name) => this.aliases.get(String(name)) ?? String(name))
    const unknown = actual.findIndex((name) => !this.shapes.has(name))
    if (unknown < 0 && actual.length > 0) return actual
    const known = [...this.shapes.keys()]
    const near = nearest(String(names[unknown]), known)
    const message = `There is no layer called ${JSON.stringify(names[unknown] ?? null)} before this one.`
    const inputPath = Array.isArray(given) ? [...path, 'input', unknown] : [...path, 'input']
    return void this.failName(
      inputPath,
      message,
      `${near ? `Did you mean "${near}"? ` : ''}Known here: ${known.join(', ')}.`,
    )
  }

  private place(path: Path, inputs: readonly string[], name: string): void {
    const { entry, problems } = this.registries.layers.resolve(this.document, path, ['name', 'input'])
    this.problems.push(...problems)
    this.last = name
    this.paths.set(name, path)
    this.shapes.set(name, undefined)
    const shapes = inputs.map((input) => this.shapes.get(input))
    if (entry && shapes.every((shape) => shape !== undefined))
      this.connect(path, name, entry, inputs, shapes as Shape[])
  }

  private connect(path: Path, name: string, layer: Entry, inputs: readonly string[], shapes: readonly Shape[]): void {
    const { type, ...options } = layer
    const definition = this.registries.layers.get(type)
    try {
      const shape = definition.outputShape(options as never, shapes)
      const weights = definition.weights(options as never, shapes)
      const largest = Math.max(
        ...[shape, ...weights.map((weight) => weight.shape)].map((one) => one.reduce((a, b) => a * b, 1)),
      )
      if (largest > mostValues) {
        throw new LayerInputError(`${type} needs a tensor of ${largest} values.`, 'Use fewer units, filters or pixels.')
      }
      this.shapes.set(name, shape)
      this.nodes.push({ name, layer, inputs, shape, weights, block: this.block })
    } catch (error) {
      if (!LayerInputError.is(error)) throw error
      this.fail(path, error)
    }
  }

  private fail(path: Path, { message, hint }: { message: string; hint: string }): void {
    this.problems.push({ code: 'FANIN_LAYER_INPUT', message, hint, place: placeOf(this.document, path) })
  }

  private failName(path: Path, message: string, hint: string): void {
    this.problems.push({ code: 'FANIN_LAYER_NAME', message, hint, place: placeOf(this.document, path) })
  }
}

const typeOf = (node: Located | undefined): string => {
  const type = node?.kind === 'map' ? plain(find(node, ['type']) ?? node) : node && plain(node)
  return typeof type === 'string' ? type : 'layer'
}

const unequalBranches = (inner: Shape | undefined, outer: Shape | undefined) => ({
  message: `The branch of this residual block ends with shape [${inner}], and what is added to it has shape [${outer}].`,
  hint: 'Give the block a `shortcut` that ends with the shape of the branch, such as a conv2d with kernelSize 1.',
})
