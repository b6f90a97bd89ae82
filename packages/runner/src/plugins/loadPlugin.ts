import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { FaninError, type Plugin } from '@fanin/core'
import { importPlugin } from './loadPlugins.js'
import { resolvePackage } from './resolvePackage.js'

/** The plugin of a file or of a package's folder. Throws `FaninError` with what is wrong with it. */
export const loadPlugin = async (path: string): Promise<Plugin> => {
  const absolute = resolve(path)
  if (!existsSync(absolute)) throw notFound(path, 'Give the folder of a package, or a file.')
  return importPlugin(path, statSync(absolute).isFile() ? absolute : await entryOf(absolute, path))
}

/** What a package exports under its own name, as those who install it would get it. */
const entryOf = async (folder: string, path: string): Promise<string> => {
  const manifest = join(folder, 'package.json')
  if (!existsSync(manifest)) throw notFound(path, 'Give the folder that its package.json is in, or a file.')
  try {
    const { name, exports } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string; exports?: unknown }
    return name && exports ? await resolvePackage(name, manifest) : createRequire(manifest).resolve(folder)
  } catch (cause) {
    throw notFound(path, 'Write the file of the plugin to `exports` in its package.json.', cause)
  }
}

const notFound = (path: string, hint: string, cause?: unknown): FaninError =>
  new FaninError({ code: 'FANIN_PLUGIN_NOT_FOUND', message: `There is no plugin at ${path}.`, hint }, { cause })
