import { nearest } from '@fanin/core'
import type { Answer } from '../io.js'
import { loadKinds, unknownWord } from '../kinds.js'
import { columns } from '../table.js'

/** `fanin list`: everything that an experiment can name, or one kind of it. */
export const list = async (kind: string | undefined, { from }: { readonly from?: string }): Promise<Answer> => {
  const kinds = await loadKinds(from)
  const known = Object.keys(kinds)
  if (kind !== undefined && !Object.hasOwn(kinds, kind)) throw unknownWord('kind', kind, known, nearest(kind, known))
  const wanted = Object.entries(kinds).filter(([name]) => kind === undefined || name === kind)
  const json = Object.fromEntries(
    wanted.map(([name, registry]) => [
      name,
      registry.names.map((one) => ({ name: one, summary: registry.get(one).summary })),
    ]),
  )
  const rows = Object.entries(json).flatMap(([name, entries]) =>
    entries.map((entry, i) => [i === 0 ? name : '', entry.name, entry.summary]),
  )
  return { text: columns(['kind', 'name', 'what it is'], rows), json }
}
