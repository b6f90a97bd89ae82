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
  // biome-ignore lint/suspicious/noExplicitAny: a list holds initializers of many option types.
  readonly initializers?: readonly InitializerPlugin<any>[]
}

/** Checks a plugin's type where it is written; returns it unchanged. */
export const definePlugin = (plugin: Plugin): Plugin => plugin
