import type { Definition } from '../plugin/definition.js'
import { Registry } from '../plugin/registry.js'
import { schemaFault } from '../plugin/schemaFault.js'
import { parseYaml } from '../source/parseYaml.js'
import { type Check, ensure } from './checks.js'

/** Options of every type that JSON has; a schema refuses at least some of them. */
const samples = [true, 0.5, -1, 'text', [null], { key: null }]

/** What holds of everything that a plugin provides: words that people read, and options that are checked. */
export const definitionChecks = (definition: Definition): readonly Check[] => [
  {
    name: 'words',
    title: 'has a name, a summary and a description of every option',
    run: () => {
      const { name, summary, options } = definition
      ensure(/^[a-z][A-Za-z0-9]*$/.test(name), `Its name is "${name}".`, 'Use camelCase: deltaOrthogonal.')
      ensure(/\S.*\.$/.test(summary), `Its summary is "${summary}".`, 'Write a sentence; it is shown in tables.')
      for (const [option, schema] of Object.entries(options.properties)) {
        const { description = '' } = schema as { description?: string }
        ensure(description !== '', `The option ${option} has no description.`, 'Say what it does, and its unit.')
      }
    },
  },
  {
    name: 'schema',
    title: 'has options that are a closed JSON Schema with valid defaults',
    run: () => {
      const fault = schemaFault(definition.options)
      ensure(fault === undefined, `Its options ${fault}.`, 'See docs/plugins.md for what options look like.')
    },
  },
  {
    name: 'options',
    title: 'refuses an unknown option, and every option something of a wrong type',
    run: () => {
      const isClosed = refusals(definition, { unknownOption: 1 }).includes('FANIN_UNKNOWN_KEY')
      ensure(isClosed, 'It takes any option.', 'Write additionalProperties: false.')
      for (const option of Object.keys(definition.options.properties)) {
        const isChecked = samples.some((value) =>
          refusals(definition, { [option]: value }).includes('FANIN_INVALID_OPTIONS'),
        )
        ensure(isChecked, `The option ${option} takes any value.`, 'Give it a type, an enum or a const.')
      }
    },
  },
]

/** The codes of what is wrong with options, as they would stand in an experiment. */
const refusals = (definition: Definition, options: object): readonly string[] => {
  const text = JSON.stringify({ type: definition.name, ...options })
  const registry = new Registry('definition', [[definition.name, definition]])
  return registry.resolve(parseYaml({ name: 'test', text }), []).problems.map(({ code }) => code)
}

/** Options with every default, and examples of those that are required and have none. */
export const completeOptions = ({ options: { properties, required = [] } }: Definition, own: object): object => {
  const presets = Object.entries(properties).flatMap(([name, schema]) => {
    const { default: preset, examples } = schema as { default?: unknown; examples?: readonly unknown[] }
    const value = preset ?? (required.includes(name) ? examples?.[0] : undefined)
    return value === undefined ? [] : [[name, value]]
  })
  return { ...Object.fromEntries(presets), ...own }
}
