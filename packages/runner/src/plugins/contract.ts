import { nearest, type Place, type Problem, pluginContract, schemaFault } from '@fanin/core'

/** The first thing by which an exported value is not a plugin, or nothing. */
export const contractProblem = (name: string, exported: unknown, place: Place | undefined): Problem | undefined => {
  const fault = faultOf(name, exported)
  return fault && { ...fault, place }
}

type Fault = Pick<Problem, 'code' | 'message' | 'hint'>

const faultOf = (name: string, exported: unknown): Fault | undefined => {
  if (!isObject(exported) || !isObject(exported.meta)) {
    const what = isObject(exported) ? 'exports something by default that has no `meta`' : 'has no default export'
    return {
      code: 'FANIN_PLUGIN_EXPORT',
      message: `"${name}" ${what}.`,
      hint: 'Write: export default definePlugin({ meta: { name, namespace, contract: 1 }, initializers: [...] }).',
    }
  }
  return versionFault(name, exported.meta) ?? namespaceFault(name, exported.meta) ?? provisionFault(name, exported)
}

const versionFault = (name: string, { contract }: Record<string, unknown>): Fault | undefined =>
  contract === pluginContract
    ? undefined
    : {
        code: 'FANIN_PLUGIN_CONTRACT',
        message: `"${name}" was written for contract ${JSON.stringify(contract)}; this fanin speaks ${pluginContract}.`,
        hint: 'Update fanin, or install the version of the plugin that fits it.',
      }

const namespaceFault = (plugin: string, { name, namespace }: Record<string, unknown>): Fault | undefined => {
  if (!isName(namespace)) return nameFault(`"${plugin}" has the namespace ${JSON.stringify(namespace)}`)
  if (typeof name === 'string' && name !== '') return undefined
  const message = `"${plugin}" calls itself ${JSON.stringify(name)}.`
  return { code: 'FANIN_PLUGIN_NAME', message, hint: 'Give meta.name the name of its package or file.' }
}

/** A name becomes a word of YAML, a label and a part of files' contents: letters and digits are enough for all of them. */
const isName = (value: unknown): value is string => typeof value === 'string' && /^[a-z][A-Za-z0-9]*$/.test(value)

const nameFault = (what: string): Fault => ({
  code: 'FANIN_PLUGIN_NAME',
  message: `${what}, which is no name.`,
  hint: 'Use letters and digits, the first a small letter: deltaOrthogonal.',
})

/** The functions of everything that a plugin can provide; of some one is enough. */
const functionsOf: Readonly<Record<string, readonly (readonly string[])[]>> = {
  initializers: [['create']],
  calibrators: [['create']],
  datasets: [['load']],
  layers: [['outputShape'], ['weights'], ['create']],
  losses: [['outputFault'], ['create']],
  metrics: [['create', 'score', 'examine']],
}

type Functions = readonly (readonly string[])[]

const provisionFault = (name: string, { meta: _, ...provided }: Record<string, unknown>): Fault | undefined => {
  const known = Object.keys(functionsOf)
  const unknown = Object.keys(provided).find((key) => !known.includes(key))
  if (unknown !== undefined || Object.keys(provided).length === 0) {
    const near = unknown === undefined ? undefined : nearest(unknown, known)
    return {
      code: 'FANIN_PLUGIN_DEFINITION',
      message: `"${name}" provides ${unknown === undefined ? 'nothing' : `\`${unknown}\`, which fanin does not know`}.`,
      hint: `${near ? `Did you mean "${near}"? ` : ''}A plugin provides lists of ${known.join(', ')}.`,
    }
  }
  for (const [kind, functions] of Object.entries(functionsOf)) {
    const fault = kind in provided ? listFault(`"${name}"`, kind, provided[kind], functions) : undefined
    if (fault) return fault
  }
  return undefined
}

const listFault = (plugin: string, kind: string, list: unknown, functions: Functions): Fault | undefined => {
  if (!Array.isArray(list)) return definitionFault(`${plugin} provides \`${kind}\` that are no list`)
  for (const one of list as unknown[]) {
    const fault = partFault(`${plugin} provides among its ${kind}`, one, functions)
    if (fault) return fault
  }
  const names = (list as { name: string }[]).map((one) => one.name)
  const twice = names.find((one, i) => names.indexOf(one) !== i)
  return twice === undefined ? undefined : definitionFault(`${plugin} provides two ${kind} called "${twice}"`)
}

const definitionFault = (what: string): Fault => ({
  code: 'FANIN_PLUGIN_DEFINITION',
  message: `${what}.`,
  hint: 'Make each with its define function, such as defineInitializer of @fanin/core, and TypeScript will tell.',
})

const partFault = (where: string, part: unknown, functions: Functions): Fault | undefined => {
  if (!isObject(part)) return definitionFault(`${where} something that is no object`)
  const { name, summary, options } = part
  if (!isName(name)) return nameFault(`${where} ${JSON.stringify(name)}`)
  const absent = functions.find((some) => !some.some((key) => typeof part[key] === 'function'))
  if (absent) return definitionFault(`${where} "${name}" without the function ${absent.join(' or ')}`)
  if (typeof summary !== 'string' || summary === '') return definitionFault(`${where} "${name}" without a summary`)
  const fault = schemaFault(options)
  return fault === undefined
    ? undefined
    : {
        code: 'FANIN_PLUGIN_SCHEMA',
        message: `${where} "${name}", whose options ${fault}.`,
        hint: 'Write { type: "object", additionalProperties: false, properties: { std: { type: "number", default: 1 } } }.',
      }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
