import type { Definition, OptionsOf, OptionsSchema, Shape } from '@fanin/core'

/** What is to be predicted of an image: its class, the class of each of its pixels, or boxes with a class each. */
export type Task = 'classification' | 'segmentation' | 'detection'

/** Class indices of examples or of pixels, or rows of boxes. */
export type Labels = Int32Array | Float32Array

/** Examples in one block: inputs `[count, ...inputShape]`, and what is to be predicted of each, `[count, ...labelShape]`. */
export interface Split {
  readonly count: number
  readonly inputs: Float32Array
  readonly labels: Labels
}

/** What is known of a data set before its examples are. */
export interface DataSummary {
  readonly inputShape: Shape
  /** One name a class; a label is an index into it. */
  readonly classes: readonly string[]
  /** Classification where it is absent. */
  readonly task?: Task
  readonly trainCount: number
  readonly testCount: number
}

/** A data set in memory, ready to train on. */
export interface LoadedData extends DataSummary {
  readonly train: Split
  readonly test: Split
  /** SHA-256 of everything above, in hex: equal digests, equal data. */
  readonly digest: string
}

/** What a data set may ask of its surroundings. */
export interface DatasetContext {
  /** Makes a path absolute, relative to the YAML file that names it. */
  resolvePath(path: string): string
}

/**
 * A source of examples as plain data.
 *
 * Both functions throw `FaninError` for files that are missing or wrong; the caller adds the place in the YAML.
 */
export interface DatasetDefinition<Options = never> extends Definition {
  /** Answers in milliseconds, reading headers at most; absent where only loading can tell. */
  describe?(options: Options, context: DatasetContext): Promise<DataSummary>
  load(options: Options, context: DatasetContext): Promise<LoadedData>
}

/** Types `options` from the schema; returns the definition unchanged. */
export function defineDataset<const Schema extends OptionsSchema>(
  definition: DatasetDefinition<OptionsOf<Schema>> & { readonly options: Schema },
): DatasetDefinition<OptionsOf<Schema>> {
  return definition
}
