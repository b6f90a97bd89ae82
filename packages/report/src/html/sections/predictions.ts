import type { Predictions } from '@fanin/core'
import { boxesImage, maskImage, type Recorded } from '../charts/predictionImage.js'
import { html, type Markup } from '../markup.js'
import { classNamesOf, type PageData } from '../pageData.js'
import { classLegend, gallery, leftOut, type Section } from './section.js'

/** Pictures are large: the best arms show what there is to see. */
const mostArms = 3

/** What is true of some test images and what each arm's first seed makes of them; nothing where none were recorded. */
export const predictionsSection = (data: PageData): Section | undefined => {
  const { ranked, records, nameOf } = data
  const arms = ranked.flatMap(({ id, trials }) => {
    const predictions = records.predictionsOf(trials[0]?.trial ?? '')
    return predictions ? [{ name: nameOf(id), predictions, classes: classNamesOf(data, trials[0]) }] : []
  })
  if (arms.length === 0) return undefined
  const shown = arms.slice(0, mostArms)
  return {
    id: 'predictions',
    title: 'Predictions',
    body: html`<p class="note">The first images of the test split: what is true on the left, what the first seed of each arm
found on the right.</p>
${shown.map(
  ({ name, predictions, classes }) =>
    html`<h3>${name}</h3>${classLegend(colouredOf(predictions, classes))}${gallery(itemsOf(predictions))}`,
)}
${leftOut(shown.length, arms.length, 'arms')}`,
  }
}

/** The classes that have a colour: all of boxes, all but the first of pixels. */
const colouredOf = ({ images }: Predictions, classes: readonly string[]): readonly string[] =>
  images[0]?.masks ? classes.slice(1) : classes

const itemsOf = ({ shape, images }: Predictions) =>
  images.map(({ pixels, masks, boxes }, i) => {
    const image: Recorded = { shape, pixels: Buffer.from(pixels, 'base64') }
    const draw = (which: 'truth' | 'found'): string =>
      masks ? maskImage(image, Buffer.from(masks[which], 'base64')) : boxesImage(image, boxes?.[which] ?? [])
    const chart = html`<div class="pair">${picture(draw('truth'), i, 'true')}${picture(draw('found'), i, 'found')}</div>`
    return { name: `image ${i + 1}`, chart }
  })

const picture = (source: string, i: number, what: string): Markup =>
  html`<figure><img alt="Test image ${`${i + 1}`}, ${what}" src="${source}"><figcaption>${what}</figcaption></figure>`
