import type { AttemptEvent } from '@fanin/core'
import { saliencyAgreement } from '../../saliencyAgreement.js'
import { html } from '../markup.js'
import type { PageData } from '../pageData.js'
import { type Section, table } from './section.js'

/** Whether models of several seeds look at the same places; nothing where no saliency was recorded. */
export const saliencySection = ({ ranked, nameOf, logOf }: PageData): Section | undefined => {
  const arms = ranked.map(({ id, trials }) => ({
    name: nameOf(id),
    maps: trials.flatMap(({ trial }) => logOf(trial).filter((event) => event.kind === 'saliency')),
  }))
  if (arms.every(({ maps }) => maps.length === 0)) return undefined
  const rows = arms.map(({ name, maps }) => [name, `${maps.length}`, agreementText(maps)])
  return {
    id: 'saliency',
    title: 'Saliency',
    body: html`<p class="note">How far the models of an arm's seeds look at the same places of test images: Spearman's correlation of
their saliency maps, the mean over images and pairs of seeds. 1 is the same, 0 what chance gives.</p>
${table(['arm', 'seeds', 'agreement'], rows)}`,
  }
}

const agreementText = (maps: readonly Extract<AttemptEvent, { kind: 'saliency' }>[]): string =>
  saliencyAgreement(maps)?.toFixed(3) ?? 'two seeds are needed'
