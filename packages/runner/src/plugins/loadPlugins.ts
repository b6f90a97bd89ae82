import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { basename, dirname, extname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { FaninError, find, type Located, type Place, type Plugin, type Problem, placeOf, sha256 } from '@fanin/core'
import { contractProblem } from './contract.js'

/** A plugin with what identifies it in the records. */
export interface LoadedPlugin {
  readonly plugin: Plugin
  /** As the YAML names it. */
  readonly name: string
  /** Its package's version; empty for a single file. */
  readonly version: string
  readonly path: string
  /** SHA-256 of the file that was loaded, in hex. */
  readonly digest: string
}

/** Loads the plugins that an experiment lists, and nothing else. Throws everything that is wrong with them at once. */
export const loadPlugins = async (document: Located): Promise<readonly LoadedPlugin[]> => {
  const node = find(document, ['plugins'])
  const items = node?.kind === 'list' ? node.items : []
  const names = items.flatMap((item, i) =>
    item.kind === 'scalar' && typeof item.value === 'string'
      ? [{ name: item.value, place: placeOf(document, ['plugins', i]) }]
      : [],
  )
  const results = await Promise.allSettled(names.map(({ name, place }) => loadPlugin(name, place)))
  const problems = results.flatMap((result) => (result.status === 'rejected' ? problemsOf(result.reason) : []))
  if (problems.length > 0) throw new FaninError(problems)
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
}

const problemsOf = (reason: unknown): readonly Problem[] => {
  if (FaninError.is(reason)) return reason.problems
  throw reason
}

const loadPlugin = async (name: string, place: Place): Promise<LoadedPlugin> => {
  const path = locatePlugin(name, place)
  const exported = await importPlugin(name, path, place)
  const problem = contractProblem(name, exported, place)
  if (problem) throw new FaninError(problem)
  return { plugin: exported as Plugin, name, version: versionOf(name, path), path, digest: sha256(readFileSync(path)) }
}

/** A package's name: no path, no address, no built-in module. */
const packageName = /^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/

const locatePlugin = (name: string, place: Place): string => {
  const file = resolve(place.source.name === 'command line' ? 'experiment.yaml' : place.source.name)
  if (name.startsWith('.')) return locateFile(name, dirname(file), place)
  if (!packageName.test(name) || isBuiltin(name)) {
    const message = `"${name}" is neither the name of an npm package nor a file beside the experiment.`
    throw new FaninError({ code: 'FANIN_PLUGIN_PATH', message, hint: 'Write fanin-plugin-name or ./mine.ts.', place })
  }
  const require = createRequire(file)
  try {
    return require.resolve(name)
  } catch (cause) {
    const message = `The plugin "${name}" cannot be found from ${relative('.', dirname(file)) || '.'}.`
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

/** TypeScript is compiled on the way, so that a plugin beside the YAML needs no build. */
const importPlugin = async (name: string, path: string, place: Place): Promise<unknown> => {
  try {
    if (extname(path) !== '.ts') return ((await import(pathToFileURL(path).href)) as { default?: unknown }).default
    const { createJiti } = await import('jiti')
    return await createJiti(import.meta.url).import(path, { default: true })
  } catch (cause) {
    const message = `The plugin "${name}" failed while it was loaded: ${cause instanceof Error ? cause.message : cause}.`
    throw new FaninError(
      { code: 'FANIN_PLUGIN_LOAD', message, hint: 'Mend the plugin; the error is its own.', place },
      { cause },
    )
  }
}

const versionOf = (name: string, path: string): string => {
  if (name.startsWith('.')) return ''
  const marker = join('node_modules', name)
  const root = path.includes(marker) ? path.slice(0, path.lastIndexOf(marker) + marker.length) : dirname(path)
  try {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version?: unknown }
    return typeof manifest.version === 'string' ? manifest.version : ''
  } catch {
    return basename(path)
  }
}
