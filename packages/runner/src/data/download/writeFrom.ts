import { createWriteStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/**
 * Appends an answer to a part that has so many bytes, or begins it anew where the server sends the whole file. What came
 * before a connection broke stays. `tell` hears how many bytes there are.
 */
export const writeFrom = async (
  answer: IncomingMessage,
  part: string,
  begun: number,
  size: number,
  tell: (bytes: number) => void,
): Promise<void> => {
  const start = Number(/^bytes (\d+)-/.exec(answer.headers['content-range'] ?? '')?.[1])
  const goesOn = answer.statusCode === 206 && start === begun
  const [from, flags] = goesOn ? [begun, 'a'] : [0, 'w']
  await pipeline(answer, counted(from, size, tell), createWriteStream(part, { flags }))
}

/** Fails where more bytes come than there can be, and so lets no server fill the disk. */
const counted = (from: number, most: number, tell: (bytes: number) => void): Transform => {
  let count = from
  return new Transform({
    transform(bytes: Buffer, _, done) {
      count += bytes.length
      tell(count)
      done(count > most ? new Error(`more than ${most} bytes came`) : null, bytes)
    },
  })
}
