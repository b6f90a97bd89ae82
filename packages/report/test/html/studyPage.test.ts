import { describe, expect, it } from '@jest/globals'
import { parseHTML } from 'linkedom'
import { compareArms, type StudyRecords, studyPage } from '../../src/index.js'
import { hostile } from './hostile.js'
import { recordsOf, type Words } from './records.js'

const tame: Words = {
  name: 'which',
  label: (arm) => `theArm ${arm}`,
  path: 'initializers.kernel',
  className: 'cat',
  message: 'It was tired.',
}

const pageOf = (records: StudyRecords): Promise<string> =>
  studyPage(records, compareArms(records.arms, { studies: [records], resamples: 100 }))

/** Every element and attribute that a page of tame words has. */
const shapeOf = (page: string): { elements: Set<string>; attributes: Set<string> } => {
  const { document } = parseHTML(page)
  const all = [...document.querySelectorAll('*')]
  return {
    elements: new Set(all.map(({ tagName }) => tagName.toLowerCase())),
    attributes: new Set(all.flatMap((element) => [...element.attributes].map(({ name }) => name))),
  }
}

describe('the page of a study', () => {
  it('says first what can be said, and shows every part that was recorded', async () => {
    const { document } = parseHTML(await pageOf(recordsOf(tame)))
    const ids = [...document.querySelectorAll('section')].map(({ id }) => id)
    expect(ids).toEqual([
      ...['ranking', 'map', 'failures', 'curves', 'differences', 'confusion', 'classes', 'predictions', 'signal'],
      ...['weights', 'filters', 'provenance'],
    ])
    expect(document.querySelector('.verdict')?.textContent).toMatch(/best by accuracy/)
    expect(document.querySelector('#failures')?.textContent).toContain('It was tired.')
    for (const figure of document.querySelectorAll('figure[role=img]')) {
      expect(figure.getAttribute('aria-label')).toBeTruthy()
      expect(figure.querySelectorAll('path, rect, circle, line').length).toBeGreaterThan(0)
    }
  })

  it('leaves out what was not recorded', async () => {
    const { logOf: _, ...rest } = recordsOf(tame)
    const none = { filtersOf: () => undefined, predictionsOf: () => undefined }
    const page = await pageOf({ ...rest, ...none, logOf: () => [] })
    expect(page).not.toContain('id="signal"')
    expect(page).not.toContain('id="filters"')
    expect(page).not.toContain('id="predictions"')
    expect(page).toContain('The weights were not recorded.')
  })

  it('shows what arms found beside what is true, together where their test images are the same', async () => {
    const records = recordsOf(tame, { arms: 2, seeds: 1 })
    const captions = async (all: StudyRecords) =>
      [...parseHTML(await pageOf(all)).document.querySelectorAll('#predictions img')].map((img) =>
        img.getAttribute('alt'),
      )
    const image = (i: number) => ['true', 'theArm 1', 'theArm 0'].map((what) => `Test image ${i}, ${what}`)
    expect(await captions(records)).toEqual([...image(1), ...image(2)])
    const other = (trial: string) => {
      const predictions = records.predictionsOf(trial)
      const isFirst = trial === records.arms[0]?.trials[0]?.trial
      return isFirst ? { ...predictions, images: predictions?.images.slice(0, 1) ?? [] } : predictions
    }
    expect(await captions({ ...records, predictionsOf: other as typeof records.predictionsOf })).toEqual([
      ...['Test image 1, true', 'Test image 1, theArm 1', 'Test image 2, true', 'Test image 2, theArm 1'],
      ...['Test image 1, true', 'Test image 1, theArm 0'],
    ])
  })

  it('is the same bytes every time', async () => {
    expect(await pageOf(recordsOf(tame))).toBe(await pageOf(recordsOf(tame)))
  })

  it('allows nothing but its own style and pictures that it holds itself', async () => {
    const { document } = parseHTML(await pageOf(recordsOf(tame)))
    const policy = document.querySelector('meta[http-equiv]')?.getAttribute('content') ?? ''
    expect(policy).toMatch(/^default-src 'none'; img-src data:; style-src 'sha256-[A-Za-z0-9+/=]+'/)
    expect(document.querySelectorAll('style')).toHaveLength(1)
    expect(document.querySelectorAll('script, link, iframe, object, embed, base, form, [style]')).toHaveLength(0)
  })

  it('stays small with a thousand trials', async () => {
    const page = await pageOf(recordsOf(tame, { arms: 100, seeds: 10 }))
    expect(page.length).toBeLessThan(2_000_000)
  })

  it.each(hostile)('holds %s as text wherever it comes from', async (text) => {
    const words = { name: text, label: (arm: number) => `${text}${arm}`, path: text, className: text, message: text }
    const page = await pageOf(recordsOf(words))
    const [expected, found] = [shapeOf(await pageOf(recordsOf(tame))), shapeOf(page)]
    expect([...found.elements].filter((name) => !expected.elements.has(name))).toEqual([])
    expect([...found.attributes].filter((name) => !expected.attributes.has(name))).toEqual([])
    expect(page).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}]/u)
  })
})
