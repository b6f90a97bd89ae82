import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, jest } from '@jest/globals'

/** A disk that takes at most three bytes at once. */
jest.unstable_mockModule('node:fs', () => ({
  ...fs,
  writeSync: (file: number, bytes: Uint8Array, offset = 0) =>
    fs.writeSync(file, bytes, offset, Math.min(3, bytes.length - offset)),
}))
const { writeFully } = await import('../../src/disk/files.js')

describe('writeFully', () => {
  it.each([
    ['text', 'ein längerer Satz'],
    ['bytes', Uint8Array.from({ length: 256 }, (_, i) => i)],
    ['nothing', ''],
  ])('writes all of %s where the disk takes a part at a time', (_, data) => {
    const folder = fs.mkdtempSync(join(tmpdir(), 'fanin-write-'))
    const file = fs.openSync(join(folder, 'file'), 'wx')
    writeFully(file, 'file', data)
    fs.closeSync(file)
    expect(fs.readFileSync(join(folder, 'file'))).toEqual(Buffer.from(data))
    fs.rmSync(folder, { recursive: true })
  })
})
