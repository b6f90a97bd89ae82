import { distance } from 'fastest-levenshtein'

/** Words of other libraries for ours. */
const aliases: readonly (readonly [RegExp, string])[] = [
  [/^xavier/, 'glorot'],
  [/^kaiming/, 'he'],
]

/** Letters and digits alone, in lower case, in our words: `kaiming_uniform_` and `heUniform` become the same. */
const normalize = (name: string): string => {
  const bare = name.toLowerCase().replace(/[^a-z0-9/*]/g, '')
  return aliases.reduce((text, [pattern, ours]) => text.replace(pattern, ours), bare)
}

/** What only goes on where the other ends is one step away: `stddev` and `std`. */
const editsBetween = (a: string, b: string): number => {
  const continues = Math.min(a.length, b.length) >= 3 && (a.startsWith(b) || b.startsWith(a))
  return continues ? Math.min(1, distance(a, b)) : distance(a, b)
}

/** The known name that was most likely meant; undefined where none is close. */
export const nearest = (name: string, known: readonly string[]): string | undefined => {
  const wanted = normalize(name)
  let best: { name: string; edits: number } | undefined
  for (const candidate of known) {
    const edits = editsBetween(wanted, normalize(candidate))
    if (!best || edits < best.edits) best = { name: candidate, edits }
  }
  return best && best.edits <= Math.max(1, Math.floor(wanted.length / 3)) ? best.name : undefined
}
