import { describe, expect, it } from '@jest/globals'
import { crc32c } from '../../src/sinks/crc32c.js'

const counting = Uint8Array.from({ length: 32 }, (_, i) => i)

describe('crc32c', () => {
  it.each([
    ['nothing', new Uint8Array(0), 0],
    ['32 zeros', new Uint8Array(32), 0x8a9136aa],
    ['32 bytes of ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['0 to 31', counting, 0x46dd794e],
    ['31 to 0', counting.toReversed(), 0x113fdb5c],
    ['the digits 1 to 9', Buffer.from('123456789'), 0xe3069283],
  ])('gives the published check sum of %s', (_, bytes, sum) => {
    expect(crc32c(bytes)).toBe(sum)
  })
})
