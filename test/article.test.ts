import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { fanin, faninJson } from './cli.js'

const cnn = join(import.meta.dirname, '../configs/article/cnn.yaml')

interface Summary {
  layers: { shape: number[]; parameters: number }[]
  total: number
}

describe("the article's CNN", () => {
  it('has the shapes and parameter counts of the article', async () => {
    const { layers, total } = await faninJson<Summary>('summary', cnn)
    expect(layers.map(({ shape, parameters }) => [shape.join('x'), parameters])).toEqual([
      ['26x26x32', 320],
      ['13x13x32', 0],
      ['11x11x64', 18_496],
      ['5x5x64', 0],
      ['1600', 0],
      ['10', 16_010],
    ])
    expect(total).toBe(34_826)
  })

  it('shows them to people', async () => {
    const { stdout } = await fanin('summary', cnn)
    for (const figure of ['320', '18,496', '16,010', '34,826']) expect(stdout).toContain(figure)
  })
})
