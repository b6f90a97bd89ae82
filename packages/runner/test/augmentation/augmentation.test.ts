import { stream } from '@fanin/core'
import { describe, expect, it } from '@jest/globals'
import type { Augmentation, Picture } from '../../src/augmentation/augmentation.js'
import { augmentSplit } from '../../src/augmentation/augmentSplit.js'
import { augmentations } from '../../src/augmentation/index.js'
import { boxesAt, boxRows } from '../../src/data/labels.js'

const defaults: Readonly<Record<string, object>> = {
  flip: { axis: 'horizontal' },
  crop: { padding: 4 },
  rotate: { degrees: 10 },
  elastic: { std: 2, points: 3 },
  colour: { brightness: 0.2, contrast: 0.2, saturation: 0.2 },
  cutout: { size: 8 },
}
const named = (name: string, options: object = {}): Augmentation =>
  augmentations.find((one) => one.name === name)?.create({ ...defaults[name], ...options } as never) as Augmentation

const [height, width] = [24, 32]

/** A bright rectangle on black, which its mask and its box say too. */
const scene = ([top, left, bottom, right]: readonly [number, number, number, number]) => {
  const mask = Int32Array.from({ length: height * width }, (_, i) => {
    const [y, x] = [Math.floor(i / width), i % width]
    return y >= top && y < bottom && x >= left && x < right ? 1 : 0
  })
  const box = { label: 1, top: top / height, left: left / width, bottom: bottom / height, right: right / width }
  const picture = { height, width, channels: 1, pixels: Float32Array.from(mask) }
  return { withMask: { ...picture, mask }, withBoxes: { ...picture, boxes: [box] } }
}

/** The rows and columns where something holds. */
const extent = (values: ArrayLike<number>, least: number) => {
  const found = Array.from({ length: values.length }, (_, i) => i).filter((i) => (values[i] as number) > least)
  const [ys, xs] = [found.map((i) => Math.floor(i / width)), found.map((i) => i % width)]
  return { top: Math.min(...ys), left: Math.min(...xs), bottom: Math.max(...ys) + 1, right: Math.max(...xs) + 1 }
}

const seeds = Array.from({ length: 12 }, (_, seed) => seed)
const inside = [9, 11, 15, 21] as const

describe.each([
  ['flip', { axis: 'both' }, 0],
  ['crop', { padding: 5 }, 0],
  ['rotate', { degrees: 15 }, 1.5],
  ['elastic', { std: 1.5 }, 1.5],
] as const)('%s', (name, options, slack) => {
  const change = named(name, options)

  it('moves the mask with the pixels', () => {
    for (const seed of seeds) {
      const { pixels, mask } = change(scene(inside).withMask, stream(seed, 'test')) as Required<Picture>
      // Of the four pixels that a point lies between, the nearest has a weight of a quarter at least.
      const most = slack > 0 ? 0.75 : 0
      const differing = mask.filter((label, i) => Math.abs(label - (pixels[i] as number)) > most + 1e-6)
      expect(differing.length).toBe(0)
      expect(mask.filter((label) => label === 1).length).toBeGreaterThan(40)
    }
  })

  it('moves boxes with the pixels', () => {
    for (const seed of seeds) {
      const { pixels, boxes } = change(scene(inside).withBoxes, stream(seed, 'test')) as Required<Picture>
      const seen = extent(pixels, 0.5)
      const [box] = boxes
      expect(Math.abs((box?.top ?? 0) * height - seen.top)).toBeLessThanOrEqual(slack + 1e-4)
      expect(Math.abs((box?.left ?? 0) * width - seen.left)).toBeLessThanOrEqual(slack + 1e-4)
      expect(Math.abs((box?.bottom ?? 0) * height - seen.bottom)).toBeLessThanOrEqual(slack + 1e-4)
      expect(Math.abs((box?.right ?? 0) * width - seen.right)).toBeLessThanOrEqual(slack + 1e-4)
    }
  })

  it('does something, and not always the same', () => {
    const results = seeds.map((seed) => String(change(scene([2, 3, 9, 7]).withMask, stream(seed, 'test')).pixels))
    expect(new Set(results).size).toBeGreaterThan(2)
  })
})

describe('flip', () => {
  const at = ({ left, top }: { left: number; top: number }, side: number): number =>
    Math.round(top * side) * side + Math.round(left * side)

  it('shows all eight positions of a square image, and four of another', () => {
    const positions = (high: number, wide: number) => {
      const pixels = Float32Array.from({ length: high * wide }, (_, i) => i)
      const box = { label: 1, top: 0, left: 1 / wide, bottom: 1 / high, right: 2 / wide }
      const picture = { height: high, width: wide, channels: 1, pixels, boxes: [box] }
      const flipped = Array.from({ length: 100 }, (_, seed) =>
        named('flip', { axis: 'all' })(picture, stream(seed, 'test')),
      )
      for (const { boxes: [found] = [], pixels: moved } of flipped) {
        if (high === wide) expect(moved[at(found as typeof box, wide)]).toBe(1)
      }
      return new Set(flipped.map((one) => String(one.pixels))).size
    }
    expect([positions(4, 4), positions(4, 6)]).toEqual([8, 4])
  })
})

describe('elastic', () => {
  it('leaves a picture as it is where nothing is displaced', () => {
    const { withMask, withBoxes } = scene(inside)
    const change = named('elastic', { std: 0 })
    expect(change(withMask, stream(1, 'test'))).toEqual(withMask)
    const { pixels, boxes } = change(withBoxes, stream(1, 'test'))
    expect(pixels).toEqual(withBoxes.pixels)
    for (const side of ['top', 'left', 'bottom', 'right'] as const) {
      expect(boxes?.[0]?.[side]).toBeCloseTo(withBoxes.boxes[0]?.[side] ?? Number.NaN, 12)
    }
  })

  it('displaces by its standard deviation, neighbours nearly alike and what is far apart each its own way', () => {
    const [side, std, count] = [9, 0.8, 400]
    const column = Float32Array.from({ length: side ** 2 }, (_, i) => i % side)
    const picture = { height: side, width: side, channels: 1, pixels: column, mask: new Int32Array(side ** 2) }
    const middles = Array.from({ length: count }, (_, seed) => {
      const { pixels } = named('elastic', { std })(picture, stream(seed, 'test'))
      return [4, 5, 8].map((y) => (pixels[y * side + 4] as number) - 4)
    })
    const shares = (of: (rows: readonly number[]) => number) =>
      Math.sqrt(middles.reduce((sum, rows) => sum + of(rows) ** 2, 0) / count) / std
    // The middle lies on a point of the grid, which goes to the next one in 4.5 pixels.
    expect(Math.abs(shares(([middle = 0]) => middle) - 1)).toBeLessThan(5 / Math.sqrt(2 * count))
    const unevenness = shares(([middle = 0, next = 0]) => next - middle)
    expect([unevenness > 0.05, unevenness < 0.3]).toEqual([true, true])
    expect(shares(([middle = 0, , last = 0]) => last - middle)).toBeGreaterThan(1)
  })
})

describe('what comes in from beyond the border', () => {
  it('is 0 for boxes, and boxes that leave the picture are cut off or gone', () => {
    const left = seeds.map((seed) =>
      named('crop', { padding: 20 })(scene([0, 0, 4, 4]).withBoxes, stream(seed, 'test')),
    )
    for (const { pixels, boxes = [] } of left) {
      expect(boxes.length).toBeLessThanOrEqual(1)
      for (const { top, bottom } of boxes) expect([top >= 0, bottom <= 1]).toEqual([true, true])
      if (boxes.length === 0) expect(pixels.filter((value) => value > 0).length).toBeLessThan(4)
    }
    expect(new Set(left.map(({ boxes }) => boxes?.length)).size).toBe(2)
  })

  it('is the mirror image where there is a mask, which is mirrored along', () => {
    const picture = scene([0, 0, height, 16]).withMask
    for (const seed of seeds) {
      const { pixels, mask } = named('crop', { padding: 6 })(picture, stream(seed, 'test')) as Required<Picture>
      expect([...mask]).toEqual([...pixels])
    }
  })
})

describe('colour and cutout', () => {
  it('leave masks and boxes alone', () => {
    const { withMask, withBoxes } = scene(inside)
    for (const name of ['colour', 'cutout']) {
      expect(named(name)(withMask, stream(1, 'test')).mask).toBe(withMask.mask)
      expect(named(name)(withBoxes, stream(1, 'test')).boxes).toBe(withBoxes.boxes)
    }
  })

  it('cutout sets a square to 0', () => {
    const picture = { height, width, channels: 3, pixels: new Float32Array(height * width * 3).fill(1) }
    const counts = seeds.map((seed) =>
      named('cutout', { size: 6 })(picture, stream(seed, 'test')).pixels.filter((v) => v === 0),
    )
    expect(Math.max(...counts.map(({ length }) => length))).toBe(6 * 6 * 3)
    expect(picture.pixels.every((value) => value === 1)).toBe(true)
  })

  it('colour keeps to its shares', () => {
    const picture = { height: 1, width: 2, channels: 2, pixels: Float32Array.of(0, 1, 2, 3) }
    const only = { brightness: 0, contrast: 0, saturation: 0.5 }
    for (const seed of seeds) {
      const { pixels } = named('colour', only)(picture, stream(seed, 'test'))
      const [a = 0, b = 0] = pixels
      expect((a + b) / 2).toBeCloseTo(0.5, 5)
      expect(b - a).toBeGreaterThanOrEqual(0.5 - 1e-6)
      expect(b - a).toBeLessThanOrEqual(1.5 + 1e-6)
    }
  })
})

describe('augmentSplit', () => {
  const split = {
    count: 2,
    inputs: Float32Array.from({ length: 2 * height * width }, (_, i) => i % 7),
    labels: boxRows([[{ label: 0, top: 0.2, left: 0.2, bottom: 0.6, right: 0.5 }], []], 2),
  }
  const all = augmentations.map(({ name }) => named(name))
  const augmented = (seed: number, examples = [0, 1]) =>
    augmentSplit(split, 'detection', [height, width, 1], all, (i) => stream(seed, `augment/1/${examples[i]}`))

  it('gives the same pixels and boxes to the same seed, and others to another', () => {
    expect(augmented(3)).toEqual(augmented(3))
    expect(augmented(3).inputs).not.toEqual(augmented(4).inputs)
  })

  it('changes an example the same whatever batch it is in, and leaves the split as it was', () => {
    const [one, other] = [augmented(3, [0, 5]), augmented(3, [0, 9])]
    expect(one.inputs.subarray(0, height * width)).toEqual(other.inputs.subarray(0, height * width))
    expect(split.inputs[3]).toBe(3)
    expect(boxesAt(split.labels, 12, 0)[0]?.top).toBeCloseTo(0.2, 6)
  })
})
