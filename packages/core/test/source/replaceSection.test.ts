import { describe, expect, it } from '@jest/globals'
import { replaceSection } from '../../src/source/replaceSection.js'

const write = (text: string): string => replaceSection(text, 'kernel', { type: 'heNormal' })

describe('replacing a section', () => {
  it.each([
    [
      'of several lines',
      'a: 1\nkernel:\n  type: zeros\n\n# next\nb: 2\n',
      'a: 1\nkernel:\n  type: heNormal\n\n# next\nb: 2\n',
    ],
    ['in braces', 'a: 1\nkernel: { type: zeros } # why\nb: 2\n', 'a: 1\nkernel:\n  type: heNormal # why\nb: 2\n'],
    ['that is empty', 'kernel:\nb: 1\n', 'kernel:\n  type: heNormal\nb: 1\n'],
    ['that is not there', 'a: 1', 'a: 1\nkernel:\n  type: heNormal\n'],
    ['of the same name within another', 'a:\n  kernel: 1\n', 'a:\n  kernel: 1\nkernel:\n  type: heNormal\n'],
  ])('%s leaves everything else as it is', (_, before, after) => expect(write(before)).toBe(after))
})
