import { FaninError, type Problem, type StudyFile } from '@fanin/core'

/** What identifies a study's trials beside arm and seed. */
type Identity = Pick<StudyFile, 'engine' | 'plugins' | 'trials' | 'arms'>

/** Refuses to go on with a study whose data, plugins or engine are not what they were. Throws FANIN_STUDY_CHANGED. */
export const refuseChanges = (folder: string, before: Identity, now: Identity): void => {
  const changes = [...engineChanges(before, now), ...pluginChanges(before, now), ...dataChanges(before, now)]
  if (changes.length > 0) throw new FaninError(changes.map((what) => problemOf(folder, what)))
}

const problemOf = (folder: string, what: string): Problem => ({
  code: 'FANIN_STUDY_CHANGED',
  message: `The study in ${folder} was begun with something else: ${what}.`,
  hint: 'Undo the change; or `--accept` trains new trials and leaves the old ones aside; or `--out` starts elsewhere.',
})

const engineChanges = ({ engine: old }: Identity, { engine: now }: Identity): readonly string[] => [
  ...(old.fanin === now.fanin ? [] : [`fanin was ${old.fanin} and is ${now.fanin}`]),
  ...(old.backend === now.backend ? [] : [`the backend was ${old.backend} and is ${now.backend}`]),
  ...(old.version === now.version || old.backend !== now.backend
    ? []
    : [`the engine was ${old.version} and is ${now.version}`]),
]

const pluginChanges = ({ plugins: old }: Identity, { plugins: now }: Identity): readonly string[] => {
  const [before, after] = [old, now].map((plugins) => new Map(plugins.map((plugin) => [plugin.name, plugin])))
  const names = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])
  return [...names].flatMap((name) => {
    const [was, is] = [before?.get(name), after?.get(name)]
    if (!was) return [`the plugin ${name} was not listed`]
    if (!is) return [`the plugin ${name} is not listed any more`]
    if (was.version !== is.version) return [`the plugin ${name} was ${was.version} and is ${is.version}`]
    return was.digest === is.digest ? [] : [`the files of the plugin ${name} have other bytes`]
  })
}

const dataChanges = (old: Identity, now: Identity): readonly string[] => {
  const before = new Map(old.trials.map(({ arm, data }) => [arm, data]))
  const after = new Map(now.trials.map(({ arm, data }) => [arm, data]))
  const changed = now.arms.filter(({ id }) => before.has(id) && before.get(id) !== after.get(id))
  const [first] = changed
  if (!first) return []
  const more = changed.length > 1 ? ` and of ${changed.length - 1} more arms` : ''
  return [`the data of "${first.label}"${more} are not the same`]
}
