import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  confineImport,
  FaninError,
  find,
  type Located,
  misdeedOf,
  type Place,
  type Plugin,
  type Problem,
  placeOf,
} from '@fanin/core'
import { contractProblem } from './contract.js'
import { digestOf, fileAndImports, packageFiles } from './pluginFiles.js'
import { resolvePackage } from './resolvePackage.js'

/** A plugin with what identifies it in the records. */
export interface LoadedPlugin {
  readonly plugin: Plugin
  /** As the YAML names it. */
  readonly name: string
  /** Its package's version; empty for a single file. */
  readonly version: string
  readonly path: string
  /** SHA-256 of all files that it consists of, in hex. */
  readonly digest: string
}

/**
 * Loads the plugins that an experiment lists, and nothing else; `taken` are the namespaces of the built-ins. Throws
 * everything that is wrong with them at once.
 */
export const loadPlugins = async (document: Located, taken: readonly Plugin[]): Promise<readonly LoadedPlugin[]> => {
  const owners = new Map(taken.map(({ meta }) => [meta.namespace, meta.name]))
  const loaded: LoadedPlugin[] = []
  const problems: Problem[] = []
  for (const { name, place } of listedPlugins(document)) {
    try {
      const one = await loadListed(name, place)
      claimNamespace(one, owners, place)
      loaded.push(one)
    } catch (error) {
      if (!FaninError.is(error)) throw error
      problems.push(...error.problems)
    }
  }
  if (problems.length > 0) throw new FaninError(problems)
  return loaded
}

const listedPlugins = (document: Located): readonly { readonly name: string; readonly place: Place }[] => {
  const node = find(document, ['plugins'])
  const items = node?.kind === 'list' ? node.items : []
  return items.flatMap((item, i) =>
    item.kind === 'scalar' && typeof item.value === 'string'
      ? [{ name: item.value, place: placeOf(document, ['plugins', i]) }]
      : [],
  )
}

/** A name in YAML must mean one thing. */
const claimNamespace = ({ plugin, name }: LoadedPlugin, owners: Map<string, string>, place: Place): void => {
  const { namespace } = plugin.meta
  const owner = owners.get(namespace)
  owners.set(namespace, name)
  if (owner === undefined) return
  throw new FaninError({
    code: 'FANIN_PLUGIN_NAMESPACE',
    message: `The plugins "${owner}" and "${name}" both claim the namespace "${namespace}".`,
    hint: 'List only one of them, or change meta.namespace of the one that is yours.',
    place,
  })
}

const loadListed = async (name: string, place: Place): Promise<LoadedPlugin> => {
  const path = await locatePlugin(name, place)
  return { plugin: await importPlugin(name, path, place), name, path, ...identifyPlugin(name, path) }
}

/** A package's name: no path, no address, no built-in module. */
const packageName = /^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/

const locatePlugin = async (name: string, place: Place): Promise<string> => {
  const file = resolve(place.source.name === 'command line' ? 'experiment.yaml' : place.source.name)
  if (name.startsWith('.')) return locateFile(name, dirname(file), place)
  if (!packageName.test(name) || isBuiltin(name)) {
    const message = `"${name}" is neither the name of an npm package nor a file beside the experiment.`
    throw new FaninError({ code: 'FANIN_PLUGIN_PATH', message, hint: 'Write fanin-plugin-name or ./mine.ts.', place })
  }
  try {
    return await resolvePackage(name, file)
  } catch (cause) {
    const message = `The plugin "${name}" cannot be found from the folder of ${relative('.', file) || file}.`
    throw new FaninError(
      { code: 'FANIN_PLUGIN_NOT_FOUND', message, hint: `Run: npm install ${name}`, place },
      { cause },
    )
  }
}

const locateFile = (name: string, folder: string, place: Place): string => {
  const path = resolve(folder, name)
  if (isOutside(folder, path)) {
    const message = `The plugin "${name}" lies outside the folder of the experiment.`
    throw new FaninError({
      code: 'FANIN_PLUGIN_PATH',
      message,
      hint: 'Move it beside the YAML, or publish it as a package.',
      place,
    })
  }
  try {
    readFileSync(path)
    return path
  } catch (cause) {
    const message = `There is no plugin file ${relative('.', path)}.`
    throw new FaninError(
      { code: 'FANIN_PLUGIN_NOT_FOUND', message, hint: 'Check the name; it is relative to the YAML.', place },
      { cause },
    )
  }
}

/** True for what lies outside a folder, symbolic links followed. */
const isOutside = (folder: string, path: string): boolean => {
  const real = (name: string): string => (existsSync(name) ? realpathSync(name) : name)
  return relative(folder, path).startsWith('..') || relative(real(folder), real(path)).startsWith('..')
}

/** The plugin that a file exports. Throws `FaninError` where it cannot be loaded or does not keep the contract. */
export const importPlugin = async (name: string, path: string, place?: Place): Promise<Plugin> => {
  const exported = await importDefault(name, path, place)
  const problem = contractProblem(name, exported, place)
  if (problem) throw new FaninError(problem)
  return exported as Plugin
}

const importDefault = async (name: string, path: string, place: Place | undefined): Promise<unknown> => {
  try {
    return (await confineImport(() => importFile(path))).default
  } catch (cause) {
    const fault = misdeedOf(cause) ?? loadFault(String(cause instanceof Error ? cause.message : cause))
    const message = `The plugin "${name}" failed while it was loaded: ${fault.message}.`
    throw new FaninError({ ...fault, message, place }, { cause })
  }
}

/** Node says below the first line who asked for what it cannot find. */
const loadFault = (said: string): Pick<Problem, 'code' | 'message' | 'hint'> => {
  const [first = said] = said.split('\nRequire stack:')
  const absent = /Cannot find (?:package|module) '([^'./][^']*)'/.exec(first)?.[1]
  const hint = absent
    ? `Install it where the plugin is: npm install ${absent}`
    : 'Mend the plugin; the error is its own.'
  return { code: 'FANIN_PLUGIN_LOAD', message: first.replace(/\.$/, ''), hint }
}

/**
 * TypeScript is compiled on the way, so that a plugin beside the YAML needs no build; and where fanin's own packages are
 * not installed beside it, it is given those that run it.
 */
const importFile = async (path: string): Promise<{ default?: unknown }> => {
  const wanted = ownPackagesIn(path)
  const isTyped = /\.[cm]?ts$/.test(path)
  if (!isTyped && wanted.every((name) => isInstalledFor(path, name))) return import(pathToFileURL(path).href)
  const { createJiti } = await import('jiti')
  const own = await Promise.all(wanted.map(async (name) => [name, await ownPackages[name]()] as const))
  return createJiti(import.meta.url, { interopDefault: false, virtualModules: Object.fromEntries(own) }).import(path)
}

const ownPackages = { '@fanin/core': () => import('@fanin/core'), '@fanin/runner': () => import('@fanin/runner') }

type OwnPackage = keyof typeof ownPackages

const ownPackagesIn = (path: string): readonly OwnPackage[] => {
  const texts = fileAndImports(path).map((file) => readFileSync(file, 'utf8'))
  return (Object.keys(ownPackages) as OwnPackage[]).filter((name) => texts.some((text) => text.includes(name)))
}

const isInstalledFor = (path: string, name: string): boolean => {
  try {
    return createRequire(path).resolve(name) !== ''
  } catch {
    return false
  }
}

/** The version and the content of a package, or the content alone of a file. */
const identifyPlugin = (name: string, path: string): Pick<LoadedPlugin, 'version' | 'digest'> => {
  const manifest = name.startsWith('.') ? undefined : manifestOf(dirname(path))
  if (!manifest) return { version: '', digest: digestOf(dirname(path), fileAndImports(path)) }
  return { version: manifest.version, digest: digestOf(manifest.folder, packageFiles(manifest.folder, path)) }
}

/** The nearest manifest that names a package; `dist/package.json` and its kin have no name. */
const manifestOf = (folder: string): { readonly folder: string; readonly version: string } | undefined => {
  const file = join(folder, 'package.json')
  const { name, version = '' } = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : {}
  if (name !== undefined) return { folder, version }
  return folder === dirname(folder) ? undefined : manifestOf(dirname(folder))
}

interface Manifest {
  readonly name?: string
  readonly version?: string
}
