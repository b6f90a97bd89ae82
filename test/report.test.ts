import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Browser, chromium } from 'playwright-core'
import { hostile } from '../packages/report/test/html/hostile.js'
import { fanin, scratch, tinyExperiment } from './cli.js'
import { studyIn } from './process.js'

const executablePath = process.env.FANIN_CHROMIUM ?? '/usr/bin/chromium'
const browsing = existsSync(executablePath) ? describe : describe.skip
if (!existsSync(executablePath)) process.stderr.write(`Pages are not opened: there is no ${executablePath}.\n`)

const hostileArms = hostile.map(
  (text, i) => `      - { type: randomNormal, std: 0.0${i + 11}, label: ${JSON.stringify(text)} }`,
)
const here = scratch({
  'swept.yaml': `${tinyExperiment.replace('seeds: 1', 'seeds: 2')}probe: { every: 1 }
sweep: { grid: { initializers.kernel: [heUniform, zeros], training.batchSize: [8, 16] } }
`,
  'hostile.yaml': `${tinyExperiment}description: ${JSON.stringify(hostile.join(' '))}
sweep:
  grid:
    initializers.kernel:
${hostileArms.join('\n')}
`,
})
afterAll(here.remove)

const reportOf = async (name: string): Promise<string> => {
  const out = here.path(name)
  const run = await fanin('run', here.path(`${name}.yaml`), '--out', out, '--quiet')
  expect(run.stderr).toBe('')
  const { exitCode } = await fanin('report', studyIn(out))
  expect(exitCode).toBe(0)
  return join(studyIn(out), 'report.html')
}

browsing('a report in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  })
  afterAll(() => browser.close())

  /** Everything that a page does beside being shown, and what it draws. */
  const open = async (file: string, width: number, colorScheme: 'light' | 'dark') => {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
    const noise: string[] = []
    page.on('console', (message) => noise.push(message.text()))
    page.on('pageerror', (error) => noise.push(error.message))
    page.on('dialog', (dialog) => {
      noise.push(dialog.message())
      void dialog.dismiss()
    })
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) noise.push(request.url())
    })
    await page.goto(pathToFileURL(file).href)
    const seen = await page.evaluate(() => ({
      overflow: document.documentElement.scrollWidth - window.innerWidth,
      charts: [...document.querySelectorAll('figure')].map((figure) => {
        const { width: across, height } = figure.getBoundingClientRect()
        const marks = figure.querySelectorAll('svg path, svg rect, svg circle, svg line, img')
        return across > 50 && height > 10 && marks.length > 0
      }),
      hidden: [...document.querySelectorAll('#ranking figure')].map(
        (figure) => figure.scrollWidth - figure.clientWidth,
      ),
      sections: [...document.querySelectorAll('section')].map(({ id }) => id),
    }))
    await page.close()
    return { noise, ...seen }
  }

  it('draws every chart at two widths, light and dark, and does nothing else', async () => {
    const file = await reportOf('swept')
    for (const width of [400, 1280]) {
      for (const scheme of ['light', 'dark'] as const) {
        const { noise, overflow, charts, hidden, sections } = await open(file, width, scheme)
        expect(noise).toEqual([])
        expect(hidden).toEqual([0])
        expect(overflow).toBeLessThanOrEqual(0)
        expect(charts.length).toBeGreaterThan(20)
        expect(charts).not.toContain(false)
        expect(sections).toEqual(
          expect.arrayContaining([
            'ranking',
            'map',
            'curves',
            'differences',
            'confusion',
            'signal',
            'weights',
            'filters',
          ]),
        )
      }
    }
  })

  it('starts no script, whatever 50 arms are called', async () => {
    const { noise, charts } = await open(await reportOf('hostile'), 1280, 'light')
    expect(noise).toEqual([])
    expect(charts).not.toContain(false)
  })
})

describe('fanin report', () => {
  it('writes each format by its extension, and refuses others before it computes', async () => {
    const out = here.path('formats')
    await fanin('run', here.path('swept.yaml'), '--out', out, '--quiet')
    const files = ['a.html', 'a.md', 'a.json', 'a.csv'].map(here.path)
    expect((await fanin('report', studyIn(out), '--out', ...files)).exitCode).toBe(0)
    for (const file of files) expect(existsSync(file)).toBe(true)
    const { exitCode, stderr } = await fanin('report', studyIn(out), '--out', here.path('a.pdf'))
    expect(exitCode).toBe(2)
    expect(stderr).toContain('.html, .md, .json, .csv')
  })

  it('says what is missing where there is no study', async () => {
    const { exitCode, stderr } = await fanin('report', here.path('.'))
    expect(exitCode).toBe(2)
    expect(stderr).toContain('FANIN_STUDY_FOLDER')
  })
})
