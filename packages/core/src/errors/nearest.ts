import { distance } from 'fastest-levenshtein'

/** Words of papers and of other libraries for ours, both as `bare` spells them. */
const aliases: readonly (readonly [RegExp, string])[] = [
  [/^(?:he|kaiming)$/, 'henormal'],
  [/^kaiming/, 'he'],
  [/^(?:glorot|xavier)$/, 'glorotuniform'],
  [/^xavier/, 'glorot'],
  [/^(?:eye|dirac)$/, 'identity'],
  [/^(?:normal|gaussian)$/, 'randomnormal'],
  [/^truncnormal$/, 'truncatednormal'],
  [/^uniform$/, 'randomuniform'],
  [/^(?:linear|fullyconnected|fc)$/, 'dense'],
  [/norm\dd$/, 'normalization'],
  [/avg/, 'average'],
  [/^mse/, 'meansquarederror'],
  [/^mae/, 'meanabsoluteerror'],
  [/^bce/, 'binarycrossentropy'],
  [/^crossentropy/, 'categoricalcrossentropy'],
  [/^lr$/, 'learningrate'],
]

/** Letters and digits alone, in lower case: `kaiming_uniform_` and `KaimingUniform` become the same. */
const bare = (name: string): string => name.toLowerCase().replace(/[^a-z0-9/*]/g, '')

const inOurWords = (name: string): string =>
  aliases.reduce((text, [pattern, ours]) => text.replace(pattern, ours), name)

const lettersOf = (word: string): string => [...word].sort().join('')

/** Two letters in each other's place are one edit; what only goes on where the other ends is less: `stddev` and `std`. */
const editsBetween = (a: string, b: string): number => {
  const edits = distance(a, b)
  if (edits === 2 && a.length === b.length && lettersOf(a) === lettersOf(b)) return 1
  const goesOn = Math.min(a.length, b.length) >= 3 && (a.startsWith(b) || b.startsWith(a))
  return goesOn ? edits / (edits + 1) : edits
}

/** The known name that was most likely meant, in the words of papers and other libraries too; undefined where none is close. */
export const nearest = (name: string, known: readonly string[]): string | undefined => {
  const asWritten = bare(name)
  let best: { name: string; edits: number } | undefined
  for (const wanted of new Set([asWritten, inOurWords(asWritten)])) {
    const allowed = Math.max(1, Math.floor(wanted.length / 3))
    for (const candidate of known) {
      const edits = editsBetween(wanted, bare(candidate))
      if (edits <= allowed && edits < (best?.edits ?? Number.POSITIVE_INFINITY)) best = { name: candidate, edits }
    }
  }
  return best?.name
}
