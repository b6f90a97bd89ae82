import { type Place, type Problem, pluginContract } from '@fanin/core'

/** The first thing by which an exported value is not a plugin, or nothing. */
export const contractProblem = (name: string, exported: unknown, place: Place): Problem | undefined => {
  const fault = faultOf(name, exported)
  return fault && { code: 'FANIN_PLUGIN_CONTRACT', ...fault, place }
}

type Fault = Pick<Problem, 'message' | 'hint'>

const faultOf = (name: string, exported: unknown): Fault | undefined => {
  if (!isObject(exported)) {
    const hint = 'Export the plugin by default: export default definePlugin({ meta, initializers }).'
    return { message: `"${name}" has no default export that is a plugin.`, hint }
  }
  return metaFault(name, exported.meta) ?? initializersFault(name, exported.initializers)
}

const metaFault = (name: string, meta: unknown): Fault | undefined => {
  if (!isObject(meta))
    return { message: `"${name}" has no \`meta\`.`, hint: 'Add meta: { name, namespace, contract: 1 }.' }
  if (meta.contract !== pluginContract) {
    const hint = 'Update fanin, or install the version of the plugin that fits it.'
    return {
      message: `"${name}" was written for contract ${meta.contract}; this fanin speaks ${pluginContract}.`,
      hint,
    }
  }
  if (typeof meta.namespace === 'string' && camelCase.test(meta.namespace)) return undefined
  return { message: `"${name}" has the namespace ${JSON.stringify(meta.namespace)}.`, hint: 'Use a camelCase word.' }
}

const initializersFault = (name: string, initializers: unknown): Fault | undefined => {
  if (!Array.isArray(initializers))
    return { message: `"${name}" provides no list of initializers.`, hint: 'Add `initializers: [...]`.' }
  for (const initializer of initializers as unknown[]) {
    const fault = initializerFault(initializer)
    if (fault)
      return {
        message: `"${name}" provides an initializer ${fault}.`,
        hint: 'Make it with defineInitializer from @fanin/core.',
      }
  }
  const names = initializers.map((initializer: { name: string }) => initializer.name)
  const twice = names.find((one, i) => names.indexOf(one) !== i)
  return twice === undefined
    ? undefined
    : { message: `"${name}" provides "${twice}" twice.`, hint: 'Rename one of them.' }
}

const initializerFault = (initializer: unknown): string | undefined => {
  if (!isObject(initializer)) return 'that is not an object'
  const { name, summary, options, create } = initializer
  if (typeof name !== 'string' || !camelCase.test(name)) return `named ${JSON.stringify(name)}, which is not camelCase`
  if (typeof summary !== 'string' || summary === '') return `"${name}" without a summary`
  if (typeof create !== 'function') return `"${name}" without a create function`
  const closed = isObject(options) && options.type === 'object' && options.additionalProperties === false
  return closed && isObject(options.properties) ? undefined : `"${name}" whose options are not a closed object schema`
}

const camelCase = /^[a-z][A-Za-z0-9]*$/

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
