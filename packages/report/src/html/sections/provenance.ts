import { html } from '../markup.js'
import type { PageData } from '../pageData.js'
import { type Section, table } from './section.js'

/** Everything that somebody needs to do it again. */
export const provenanceSection = ({ records }: PageData): Section => {
  const { study, experiment } = records
  const { provenance, engine, plugins, data, seeds, id } = study
  const { machine, git, node } = provenance
  const facts: [string, string][] = [
    ['study', id],
    ['engine', `${engine.backend}: ${engine.version}`],
    ['fanin', engine.fanin],
    ['Node.js', node],
    ['machine', `${machine.cpu}, ${machine.cores} cores, ${Math.round(machine.memory / 2 ** 30)} GiB`],
    ['system', `${machine.os}, ${machine.arch}`],
    ['commit', git ? `${git.commit}${git.dirty ? ' and uncommitted changes' : ''}` : 'not in a repository'],
    ['seeds', seeds.length > 40 ? `${seeds.length} seeds, ${seeds[0]} to ${seeds.at(-1)}` : seeds.join(', ')],
  ]
  const sets = data.map(({ digest, trainCount, testCount, inputShape, classes }) => [
    ...[digest.slice(0, 12), `${trainCount}`, `${testCount}`, `[${inputShape.join(', ')}]`, `${classes.length}`],
  ])
  const listed = plugins.map(({ name, version, path, digest }) => [name, version || '-', path, digest.slice(0, 12)])
  return {
    id: 'provenance',
    title: 'Provenance',
    body: html`<dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<h3>Data</h3>${table(['digest', 'training', 'test', 'input', 'classes'], sets)}
${listed.length > 0 && html`<h3>Plugins</h3>${table(['name', 'version', 'path', 'digest'], listed)}`}
<details><summary>The experiment, every default written out</summary><pre>${experiment}</pre></details>`,
  }
}
