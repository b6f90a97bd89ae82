import { readdirSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import sharp from 'sharp'
import { decodeAll } from '../../src/data/images/decode.js'
import { folderOf } from './folderOf.js'

const filled = (background: string, height = 2): Promise<Buffer> =>
  sharp({ create: { width: 3, height, channels: 3, background } })
    .png({ compressionLevel: 0 })
    .toBuffer()

const [red, green, tall] = await Promise.all([filled('#ff0000'), filled('#00ff00'), filled('#0000ff', 5)])

let cache = ''
const outer = process.env.FANIN_CACHE
beforeEach(() => {
  cache = folderOf({})
  process.env.FANIN_CACHE = cache
})
afterEach(() => {
  if (outer === undefined) delete process.env.FANIN_CACHE
  else process.env.FANIN_CACHE = outer
})

const kept = (): string[] => readdirSync(join(cache, 'decoded')).map((name) => join(cache, 'decoded', name))
const read = (folder: string, wanted: { size?: number[]; channels: 1 | 3 } = { channels: 3 }) =>
  decodeAll([join(folder, 'a.png'), join(folder, 'b.png')], wanted)
const firsts = async (folder: string): Promise<number[][]> =>
  (await read(folder)).map(({ values }) => [...values.subarray(0, 3)])

describe('images that are decoded again', () => {
  it('come from the cache, the same as before', async () => {
    const folder = folderOf({ 'a.png': red, 'b.png': tall })
    const before = await read(folder)
    const [path = ''] = kept()
    const bytes = readFileSync(path)
    bytes[bytes.length - 1] = 7
    writeFileSync(path, bytes)
    const after = await read(folder)
    expect(after.map(({ shape, original }) => ({ shape, original }))).toEqual(
      before.map(({ shape, original }) => ({ shape, original })),
    )
    expect(after[0]?.values.equals(before[0]?.values as Uint8Array)).toBe(true)
    // What was written there by this test: so it was read.
    expect(after[1]?.values.at(-1)).toBe(7)
  })

  it('are never those of a file as it was', async () => {
    const folder = folderOf({ 'a.png': red, 'b.png': red })
    expect(await firsts(folder)).toEqual([
      [255, 0, 0],
      [255, 0, 0],
    ])
    const { atime, mtime, size } = statSync(join(folder, 'b.png'))
    writeFileSync(join(folder, 'b.png'), green)
    expect(statSync(join(folder, 'b.png')).size).toBe(size)
    utimesSync(join(folder, 'b.png'), atime, mtime)
    expect(await firsts(folder)).toEqual([
      [255, 0, 0],
      [0, 255, 0],
    ])
  })

  it('are others where they are wanted in another way', async () => {
    const folder = folderOf({ 'a.png': red, 'b.png': red })
    await read(folder)
    expect((await read(folder, { channels: 1 }))[0]?.shape).toEqual([2, 3, 1])
    expect((await read(folder, { channels: 3, size: [4, 4] }))[0]?.shape).toEqual([4, 4, 3])
    expect(kept()).toHaveLength(3)
  })

  it('push out what was not read for longest, where there is too much of it', async () => {
    const folder = folderOf({ 'a.png': red, 'b.png': red })
    await read(folder)
    const [recent = ''] = kept()
    const old = join(cache, 'decoded', 'old')
    writeFileSync(old, '')
    // A file of holes, which takes no space.
    truncateSync(old, 4 * 2 ** 30)
    utimesSync(old, 1000, 1000)
    await read(folder, { channels: 1 })
    expect(kept()).toHaveLength(2)
    expect(kept()).toContain(recent)
    expect(kept()).not.toContain(old)
  })

  it('are decoded anew where what was kept is torn, or cannot be kept', async () => {
    const folder = folderOf({ 'a.png': red, 'b.png': green })
    const before = await firsts(folder)
    const [path = ''] = kept()
    for (const torn of [Buffer.alloc(0), Buffer.from('nothing'), readFileSync(path).subarray(0, -1)]) {
      writeFileSync(path, torn)
      expect(await firsts(folder)).toEqual(before)
    }
    process.env.FANIN_CACHE = join(folder, 'a.png')
    expect(await firsts(folder)).toEqual(before)
  })
})
