import { createHash } from 'node:crypto'
import type { Comparison } from '../comparison.js'
import type { StudyRecords } from '../readStudy.js'
import { html, trusted } from './markup.js'
import { gather, type PageData } from './pageData.js'
import { classesSection } from './sections/classes.js'
import { confusionSection } from './sections/confusion.js'
import { curvesSection } from './sections/curves.js'
import { differencesSection } from './sections/differences.js'
import { failuresSection } from './sections/failures.js'
import { filtersSection } from './sections/filters.js'
import { heatMapSection } from './sections/heatMaps.js'
import { predictionsSection } from './sections/predictions.js'
import { provenanceSection } from './sections/provenance.js'
import { rankingSection } from './sections/ranking.js'
import { saliencySection } from './sections/saliency.js'
import type { Section } from './sections/section.js'
import { signalSection } from './sections/signal.js'
import { weightsSection } from './sections/weights.js'
import { style } from './style.js'

/** In the order of the page. */
const sections: readonly ((data: PageData) => Section | undefined)[] = [
  rankingSection,
  heatMapSection,
  failuresSection,
  curvesSection,
  differencesSection,
  confusionSection,
  classesSection,
  predictionsSection,
  signalSection,
  saliencySection,
  weightsSection,
  filtersSection,
  provenanceSection,
]

/** Nothing runs, nothing is fetched, and no other style applies, whatever a name or a message holds. */
const policy = `default-src 'none'; img-src data:; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`

/**
 * The page of a study: one HTML file without scripts that needs no network. The same records give the same bytes.
 */
export const studyPage = async (records: StudyRecords, comparison: Comparison): Promise<string> => {
  const data = await gather(records, comparison)
  const shown = sections.flatMap((section) => section(data) ?? [])
  const { name, description, seeds } = records.study
  const trials = records.arms.reduce((sum, arm) => sum + arm.trials.length, 0)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title>
<style>${trusted(style)}</style>
</head>
<body>
<header>
<p class="kind">fanin study · ${records.arms.length} arms · ${seeds.length} seeds · ${trials} trials with a result</p>
<h1>${name}</h1>
${description && html`<p>${description}</p>`}
<p class="verdict">${comparison.verdict}</p>
${comparison.warnings.length > 0 && html`<ul class="warnings">${comparison.warnings.map((text) => html`<li>${text}</li>`)}</ul>`}
<nav>${shown.map(({ id, title }) => html`<a href="#${id}">${title}</a>`)}</nav>
</header>
<main>
${shown.map(
  ({ id, title, body }) => html`<section id="${id}"><h2>${title}</h2>
${body}
</section>
`,
)}</main>
</body>
</html>
`.markup
}
