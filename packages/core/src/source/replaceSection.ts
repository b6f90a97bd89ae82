import { isMap, parseDocument, type Scalar, stringify, type YAMLMap } from 'yaml'

/** A section as an experiment holds it, in YAML. */
export const sectionText = (key: string, value: object): string =>
  stringify({ [key]: value }, { collectionStyle: 'any', lineWidth: 120 })

/** Writes a section of an experiment anew, in place of the one that is there; every other byte stays as it is. */
export const replaceSection = (text: string, key: string, value: object): string => {
  const { contents } = parseDocument(text)
  const section = sectionText(key, value)
  const pair = isMap(contents)
    ? (contents as YAMLMap<Scalar<string>, Scalar>).items.find((one) => one.key.value === key)
    : undefined
  const [start, end] = [pair?.key.range?.[0], pair?.value?.range?.[1]]
  if (start === undefined || end === undefined) return `${text.replace(/\n*$/, '\n')}${section}`
  // The end of a block takes the line's end with it.
  const after = text[end - 1] === '\n' ? end - 1 : end
  return `${text.slice(0, start)}${section.trimEnd()}${text.slice(after)}`
}
