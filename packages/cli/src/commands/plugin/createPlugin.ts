import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FaninError } from '@fanin/core'
import { builtInCatalogue, faninVersion } from '@fanin/runner'
import type { Answer } from '../../io.js'

const template = fileURLToPath(import.meta.resolve('#template/plugin'))

/** The packages that a plugin is written and tested with are those that run here, wherever they came from. */
const own = ['core', 'cli'].map((name) => fileURLToPath(new URL(`../${name}`, import.meta.resolve('#manifest'))))

/** `fanin plugin create`: writes a package with one initializer, its tests and an experiment that uses it. */
export const createPlugin = async (given: string): Promise<Answer> => {
  const names = namesOf(given)
  if (builtInCatalogue().initializers.names.some((name) => name.startsWith(`${names.namespace}/`))) {
    throw usage(`The namespace "${names.namespace}" is fanin's own.`, 'Choose another name.')
  }
  const folder = names.package.replace(/^@[^/]*\//, '')
  if (existsSync(folder)) {
    throw usage(`There already is a folder ${folder} here.`, 'Choose another name, or remove it.')
  }
  cpSync(template, folder, { recursive: true })
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort()
  for (const name of files) writeFileSync(join(folder, name), filledIn(readFileSync(join(folder, name), 'utf8'), names))
  const text = [
    `Wrote ${folder}: ${files.join(', ')}.`,
    `Next: cd ${folder} && npm install --no-save ${own.join(' ')} && npm test`,
    `Then change initializers/normal.js; in YAML it is ${names.namespace}/normal.`,
  ].join('\n')
  return { text, json: { folder, ...names, files } }
}

interface Names {
  /** On npm: `fanin-plugin-deep-linear`. */
  readonly package: string
  readonly topic: string
  /** In YAML: `deepLinear`. */
  readonly namespace: string
}

const pluginName = /^(@[a-z0-9][a-z0-9._-]*\/)?(?:fanin-plugin-)?([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/

const namesOf = (given: string): Names => {
  const [, scope = '', topic] = pluginName.exec(given) ?? []
  if (topic === undefined) {
    const hint = 'Use small letters, digits and hyphens, as npm does: fanin plugin create deep-linear'
    throw usage(`"${given}" cannot name a plugin.`, hint)
  }
  const namespace = topic.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  return { package: `${scope}fanin-plugin-${topic}`, topic, namespace }
}

const filledIn = (text: string, names: Names): string =>
  Object.entries({ ...names, version: faninVersion }).reduce(
    (filled, [key, value]) => filled.replaceAll(`__${key}__`, value),
    text,
  )

const usage = (message: string, hint: string): FaninError => new FaninError({ code: 'FANIN_USAGE', message, hint })
