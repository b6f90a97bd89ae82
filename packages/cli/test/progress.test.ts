import { describe, expect, it } from '@jest/globals'
import { createProgress, timeLeftText } from '../src/progress.js'

/** A stream that keeps what is written to it. */
const streamOf = (isTTY: boolean) => {
  const written: string[] = []
  return { stream: { isTTY, columns: 80, write: (text: string) => written.push(text) }, text: () => written.join('') }
}

/** A clock that stands at `seconds` until it is set. */
const clockAt = (seconds: number) => {
  const clock = { seconds, now: () => clock.seconds * 1000 }
  return clock
}

describe('timeLeftText', () => {
  it.each([
    [10, 0.5, 'about 10 s left'],
    [10, 0.1, 'about 1 min 30 s left'],
    [0.2, 0.5, 'about 1 s left'],
    [10, 0, ''],
    [10, 1, ''],
  ])('says after %p s at a share of %p: "%s"', (seconds, share, text) => {
    expect(timeLeftText(seconds * 1000, share)).toBe(text)
  })
})

describe('progress without a terminal', () => {
  it('prints one line for each trial that ended, with the time left', () => {
    const { stream, text } = streamOf(false)
    const clock = clockAt(0)
    const progress = createProgress(stream, 3, clock.now)
    progress.note('Backend wasm.')
    clock.seconds = 30
    progress.update({ trialsDone: 0, share: 0.5, label: 'zeros, seed 0', loss: 2.3 })
    clock.seconds = 60
    progress.update({ trialsDone: 1, share: 0, label: 'zeros, seed 0' })
    progress.update({ trialsDone: 1, share: 0.5, label: 'zeros, seed 1', loss: 2.3 })
    clock.seconds = 180
    progress.update({ trialsDone: 3, share: 0, label: 'zeros, seed 2' })
    progress.stop()
    expect(text()).toBe(
      ['Backend wasm.', '1/3 trials · zeros, seed 0 · about 2 min 0 s left', '3/3 trials · zeros, seed 2', ''].join(
        '\n',
      ),
    )
  })

  it('spells out control characters', () => {
    const { stream, text } = streamOf(false)
    createProgress(stream, 1).update({ trialsDone: 1, share: 0, label: 'a\u001b[2Jb' })
    expect(text()).toBe('1/1 trials · a\\u{1b}[2Jb\n')
  })
})

describe('progress on a terminal', () => {
  /** What the last redraw shows. */
  const lastDrawn = (text: string) => (text.split('\u001b[1G').at(-1) as string).split('\u001b')[0]

  it('moves a bar with the time left, the trial and its loss', () => {
    const { stream, text } = streamOf(true)
    const clock = clockAt(0)
    const progress = createProgress(stream, 4, clock.now)
    clock.seconds = 15
    progress.update({ trialsDone: 1, share: 0.5, label: 'heUniform, seed 1', loss: 0.123456 })
    progress.note('A note.')
    const shown = lastDrawn(text())
    progress.stop()
    expect(shown).toBe(
      `${'█'.repeat(8)}${'░'.repeat(12)} 37 % · about 25 s left · trial 2/4 · heUniform, seed 1 · loss 0.1235`,
    )
    expect(text()).toContain('A note.\n')
  })

  it('takes the bar away at the end, shows the cursor again, and uses no colour', () => {
    const { stream, text } = streamOf(true)
    const progress = createProgress(stream, 4)
    progress.stop()
    progress.stop()
    progress.note('The end.')
    expect(text().endsWith('\u001b[2KThe end.\n')).toBe(true)
    expect(text().lastIndexOf('\u001b[?25h')).toBeGreaterThan(text().lastIndexOf('\u001b[?25l'))
    expect(
      text()
        .split('\u001b')
        .filter((part) => /^\[[\d;]*m/.test(part)),
    ).toEqual([])
  })

  it('stays inside its bounds when more is reported than was planned', () => {
    const { stream, text } = streamOf(true)
    const progress = createProgress(stream, 2)
    progress.update({ trialsDone: 1, share: 7, label: 'x' })
    progress.note('')
    const shown = lastDrawn(text())
    progress.stop()
    expect(shown).toBe(`${'█'.repeat(20)} 100 % · trial 2/2 · x`)
  })

  it('draws no bar where nothing is left to run', () => {
    const { stream, text } = streamOf(true)
    createProgress(stream, 0).note('All done before.')
    expect(text()).toBe('All done before.\n')
  })
})
