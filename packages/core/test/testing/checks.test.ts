import { describe, expect, it } from '@jest/globals'
import { register, type TestRunner } from '../../src/testing/checks.js'

const recorded = (): { runner: TestRunner; titles: string[] } => {
  const titles: string[] = []
  const one = (title: string) => titles.push(title)
  const skip = (title: string) => titles.push(`- ${title}`)
  return {
    titles,
    runner: {
      describe: (title, define) => {
        titles.push(title)
        define()
      },
      it: Object.assign(one, { skip }),
    },
  }
}

const checks = ['mean', 'std'].map((name) => ({ name, title: `keeps its ${name}`, run: () => {} }))

describe('checks', () => {
  it('become tests of the runner that is handed in; those that are left out say why', () => {
    const { runner, titles } = recorded()
    register('small', checks, [{ reason: 'drawn in pairs', checks: ['std'] }], runner)
    expect(titles).toEqual(['small', 'keeps its mean', '- keeps its std (skipped: drawn in pairs)'])
  })

  it('that are left out must be there', () => {
    expect(() => register('small', checks, [{ reason: 'none', checks: ['sdt'] }], recorded().runner)).toThrow(
      'There is no check "sdt"',
    )
  })
})
