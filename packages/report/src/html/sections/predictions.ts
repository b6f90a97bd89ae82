import type { Predictions } from '@fanin/core'
import { boxesImage, maskImage, type Recorded } from '../charts/predictionImage.js'
import { html, type Markup } from '../markup.js'
import { classNamesOf, type PageData } from '../pageData.js'
import { classLegend, gallery, leftOut, type Section } from './section.js'

/** Pictures are large: the best arms show what there is to see. */
const mostArms = 3

/** What is true of some test images, and beside it what each arm's first seed makes of them; nothing where none were recorded. */
export const predictionsSection = (data: PageData): Section | undefined => {
  const { ranked, records, nameOf } = data
  const arms = ranked.flatMap(({ id, trials: [first] }): Arm[] => {
    const predictions = records.predictionsOf(first?.trial ?? '')
    return predictions ? [{ name: nameOf(id), predictions, classes: classNamesOf(data, first) }] : []
  })
  if (arms.length === 0) return undefined
  const shown = arms.slice(0, mostArms)
  return {
    id: 'predictions',
    title: 'Predictions',
    body: html`<p class="note">The first images of the test split: what is true, and what the first seed of each arm found.</p>
${ofSameImages(shown).map((group) => html`${classLegend(colouredOf(group[0]))}${gallery(rowsOf(group))}`)}
${leftOut(shown.length, arms.length, 'arms')}`,
  }
}

interface Arm {
  readonly name: string
  readonly predictions: Predictions
  readonly classes: readonly string[]
}

/** Arms with the same test images can be compared; a sweep of data sets has others. */
const ofSameImages = (arms: readonly Arm[]): readonly (readonly [Arm, ...Arm[]])[] => {
  const groups = new Map<string, [Arm, ...Arm[]]>()
  for (const arm of arms) {
    const key = JSON.stringify(arm.predictions.images.map(({ pixels }) => pixels))
    const group = groups.get(key)
    if (group) group.push(arm)
    else groups.set(key, [arm])
  }
  return [...groups.values()]
}

/** The classes that have a colour: all of boxes, all but the first of pixels. */
const colouredOf = ({ predictions, classes }: Arm): readonly string[] =>
  predictions.images[0]?.masks ? classes.slice(1) : classes

/** A row for each image: the truth, then what each arm found. */
const rowsOf = (arms: readonly [Arm, ...Arm[]]) => {
  const [{ predictions: first }] = arms
  return first.images.map((_, i) => {
    const chart = html`<div class="row">${picture(first, i, 'truth', 'true')}${arms.map(({ name, predictions }) => picture(predictions, i, 'found', name))}</div>`
    return { name: `image ${i + 1}`, chart }
  })
}

const picture = ({ shape, images }: Predictions, i: number, which: 'truth' | 'found', caption: string): Markup => {
  const { pixels = '', masks, boxes } = images[i] ?? {}
  const image: Recorded = { shape, pixels: Buffer.from(pixels, 'base64') }
  const source = masks ? maskImage(image, Buffer.from(masks[which], 'base64')) : boxesImage(image, boxes?.[which] ?? [])
  return html`<figure><img alt="Test image ${`${i + 1}`}, ${caption}" src="${source}"><figcaption>${caption}</figcaption></figure>`
}
