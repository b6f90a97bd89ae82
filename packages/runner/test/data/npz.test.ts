import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { unzipSync, zipSync } from 'fflate'
import { dataFault } from '../../src/data/dataFault.js'
import { npz } from '../../src/data/npz/npz.js'
import { parseNpy } from '../../src/data/npz/parseNpy.js'
import { folderOf } from './folderOf.js'

/** Archives that numpy 2.4 saved: bytes with classes, float64 with masks, and bytes in the order of Fortran. */
const saved = (name: string): string => join(import.meta.dirname, 'npz', `${name}.npz`)
const load = (file: string, options: object = {}) =>
  npz.load({ file, seed: 0, normalize: 'unit', ...options } as never, { resolvePath: (path) => path })

const arrays = unzipSync(readFileSync(saved('classes')))
const archive = (changed: Readonly<Record<string, Uint8Array | undefined>>): string => {
  const kept = Object.entries({ ...arrays, ...changed }).filter(([, bytes]) => bytes)
  return join(folderOf({ 'own.npz': zipSync(Object.fromEntries(kept) as Record<string, Uint8Array>) }), 'own.npz')
}

/** An array in NumPy's format, its header written by hand. */
const npy = (header: string, body: readonly number[]): Uint8Array => {
  const text = Buffer.from(header)
  return Uint8Array.from([0x93, ...Buffer.from('NUMPY'), 1, 0, text.length % 256, text.length >> 8, ...text, ...body])
}

describe('npz', () => {
  it('reads bytes as shares of 255, a class for each image', async () => {
    const data = await load(saved('classes'))
    expect(data).toMatchObject({ inputShape: [2, 3, 1], classes: ['0', '1', '2'], trainCount: 4, testCount: 2 })
    expect(data.task).toBeUndefined()
    expect([...data.train.labels]).toEqual([0, 1, 2, 1])
    expect(data.train.inputs[23]).toBeCloseTo(23 / 255, 6)
    expect((await load(saved('classes'), { train: 2 })).train.count).toBe(2)
  })

  it('reads a class for each pixel as segmentation, other values as they are', async () => {
    const data = await load(saved('masks'))
    expect(data).toMatchObject({ task: 'segmentation', inputShape: [2, 3, 1] })
    expect(data.train.labels.indexOf(3)).toBe(6 + 2)
    expect(data.train.inputs[21]).toBeCloseTo(3, 6)
    expect(dataFault('npz', data)).toBeUndefined()
  })

  it.each([
    [
      'an archive that is torn',
      () => join(folderOf({ 'a.npz': readFileSync(saved('classes')).subarray(0, 500) }), 'a.npz'),
      /a\.npz is no archive/,
    ],
    ['an array that is missing', () => archive({ 'y_test.npy': undefined }), /own\.npz has no y_test; it has x_train/],
    [
      'labels that are too few',
      () => archive({ 'y_train.npy': arrays['y_test.npy'] }),
      /x_train of shape \[4, 2, 3\] and y_train of shape \[2\]/,
    ],
    ['the order of Fortran', () => saved('fortran'), /x_train is in the order of Fortran/],
    [
      'a header that is no header',
      () => archive({ 'x_train.npy': npy('nonsense', []) }),
      /x_train has a header that cannot be read/,
    ],
    [
      'a header that is cut off',
      () => archive({ 'x_train.npy': npy("{'descr': '|u1'", []).subarray(0, 14) }),
      /x_train ends within its header/,
    ],
    [
      'something else than an array',
      () => archive({ 'x_train.npy': Buffer.from('a picture of a cat') }),
      /x_train is no array/,
    ],
    [
      'more values promised than there are',
      () => archive({ 'x_train.npy': npy("{'descr': '|u1', 'fortran_order': False, 'shape': (4, 9), }", [1, 2]) }),
      /has 2 bytes, where its header promises 36/,
    ],
    [
      'a shape that overflows',
      () =>
        archive({
          'x_train.npy': npy("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", []),
        }),
      /header promises/,
    ],
    [
      'a type that is unknown',
      () => archive({ 'x_train.npy': npy("{'descr': '<c16', 'fortran_order': False, 'shape': (0,), }", []) }),
      /type <c16/,
    ],
    [
      'a label that is no class',
      () =>
        archive({ 'y_train.npy': npy("{'descr': '|i1', 'fortran_order': False, 'shape': (4,), }", [0, 1, 255, 0]) }),
      /label -1 in y_train/,
    ],
  ])('names the file of %s', async (_, file, message) => {
    await expect(load(file())).rejects.toThrow(message)
  })
})

describe('parseNpy', () => {
  it.each([
    ['<i2', [1, 255], -255],
    ['<u2', [1, 255], 65281],
    ['<i4', [254, 255, 255, 255], -2],
    ['<f4', [0, 0, 192, 63], 1.5],
    ['<i8', [5, 0, 0, 0, 0, 0, 0, 0], 5],
    ['<f8', [0, 0, 0, 0, 0, 0, 248, 63], 1.5],
  ])('reads %s', (type, body, value) => {
    const header = `{'descr': '${type}', 'fortran_order': False, 'shape': (1,), }`
    expect([...parseNpy('x', npy(header, body)).values]).toEqual([value])
  })
})
