import type { CalibratorPlugin } from './calibrator.js'
import type { Definition } from './definition.js'
import type { InitializerPlugin } from './initializer.js'

/** The version of the contract between fanin and its plugins. */
export const pluginContract = 1

/** What a plugin package exports by default: plain data, no base class, nothing that registers itself. */
export interface Plugin {
  readonly meta: {
    /** The npm name, or the file's name. */
    readonly name: string
    /** The prefix in YAML: `namespace/name`. Empty for the built-ins alone. */
    readonly namespace: string
    readonly contract: typeof pluginContract
  }
  // biome-ignore-start lint/suspicious/noExplicitAny: a list holds definitions of many option types.
  readonly initializers?: readonly InitializerPlugin<any>[]
  readonly calibrators?: readonly CalibratorPlugin<any>[]
  // biome-ignore-end lint/suspicious/noExplicitAny: see above.
  /** What needs an engine or files, with the contracts of `@fanin/runner`. */
  readonly datasets?: readonly Definition[]
  readonly layers?: readonly Definition[]
  readonly losses?: readonly Definition[]
  readonly metrics?: readonly Definition[]
}

/** Checks a plugin's type where it is written; returns it unchanged. */
export const definePlugin = (plugin: Plugin): Plugin => plugin
