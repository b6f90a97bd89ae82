import { describe, expect, it } from '@jest/globals'
import { tfRecord } from '../../src/sinks/tfrecord.js'

describe('tfRecord', () => {
  // From the RecordWriter of TensorBoard 2.21.
  it.each([
    ['nothing', Buffer.alloc(0), '000000000000000029039807 d8ea82a2'],
    ['a word', Buffer.from('fanin'), '0500000000000000eab2043e 66616e696e d7934933'],
    ['24 zeros', Buffer.alloc(24), `1800000000000000a37f4b22 ${'00'.repeat(24)} cff45f7c`],
  ])('frames %s as TensorBoard does', (_, data, hex) => {
    expect(Buffer.from(tfRecord(data)).toString('hex')).toBe(hex.replaceAll(' ', ''))
  })
})
