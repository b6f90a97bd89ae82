import { channel } from 'node:diagnostics_channel'
import { describe, expect, it } from '@jest/globals'
import { showDownloads } from '../src/downloads.js'

/** A stream that keeps what is written to it, and a clock that goes on by a second with each look. */
const shown = (isTTY: boolean, columns = 80) => {
  const written: string[] = []
  let milliseconds = 0
  const stream = { isTTY, columns, write: (text: string) => written.push(text) }
  const end = showDownloads(stream, () => {
    milliseconds += 1000
    return milliseconds
  })
  return { end, written }
}

const tell = (bytes: number): void => {
  channel('fanin:download').publish({ address: 'https://data.example/images.gz', bytes, size: 20_000_000 })
}

describe('downloads', () => {
  it('are a line on a terminal that moves, and is gone at the end', () => {
    const { end, written } = shown(true)
    tell(5_000_000)
    tell(20_000_000)
    end()
    expect(written).toEqual(['\r\u001b[K█████░░░░░░░░░░░░░░░ 25 % of 20.0 MB · images.gz', '\r\u001b[K'])
  })

  it('leave no line behind where they break off, and are not heard any more', () => {
    const { end, written } = shown(true)
    tell(1)
    end()
    tell(2)
    expect(written).toHaveLength(2)
    expect(written.at(-1)).toBe('\r\u001b[K')
  })

  it('fit into a narrow terminal', () => {
    const { end, written } = shown(true, 30)
    tell(1)
    end()
    expect(written[0]?.replace('\r\u001b[K', '')).toHaveLength(29)
  })

  it('are silent in a log', () => {
    const { end, written } = shown(false)
    tell(1)
    end()
    expect(written).toEqual([])
  })
})
