import { createWriteStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/**
 * Appends an answer to a part that has so many bytes, or begins it anew where the server sends the whole file. What came
 * before a connection broke stays.
 */
export const writeFrom = async (answer: IncomingMessage, part: string, begun: number, size: number): Promise<void> => {
  const start = Number(/^bytes (\d+)-/.exec(answer.headers['content-range'] ?? '')?.[1])
  const goesOn = answer.statusCode === 206 && start === begun
  await pipeline(answer, atMost(goesOn ? size - begun : size), createWriteStream(part, { flags: goesOn ? 'a' : 'w' }))
}

/** Fails where more bytes come than there can be, and so lets no server fill the disk. */
const atMost = (most: number): Transform => {
  let count = 0
  return new Transform({
    transform(bytes: Buffer, _, done) {
      count += bytes.length
      done(count > most ? new Error(`more than ${most} bytes came`) : null, bytes)
    },
  })
}
