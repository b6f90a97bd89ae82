import { stringify } from 'yaml'

/** Plain data in YAML. */
export const yamlText = (value: object): string => stringify(value)
