import { readFile } from 'node:fs/promises'
import { identityOf, sha256 } from '@fanin/core'
import type sharp from 'sharp'
import { dataFault } from '../fault.js'
import { decodedBefore, keepDecoded } from './decodeCache.js'
import type { Decoded } from './decoded.js'

export interface Wanted {
  /** Height and width; as they are where nothing is asked for. */
  readonly size?: readonly number[] | undefined
  readonly channels: 1 | 3
  /** Whether pixels keep the values that they have, as those of masks must, where a size is asked for. */
  readonly exact?: boolean
}

/** Files that are read at once. */
const atOnce = 16

/** Decodes image files in their order, or finds them in the cache. Names all that are damaged, at once. */
export const decodeAll = async (paths: readonly string[], wanted: Wanted): Promise<readonly Decoded[]> => {
  const { default: open } = await import('sharp')
  const keyOf = (contents: readonly string[]): string => identityOf([open.versions, wanted, contents])
  const contents = await inParallel(paths, async (path) => sha256(await readFile(path)))
  const before = decodedBefore(keyOf(contents))
  if (before) return before
  // Digests are those of the very bytes that are decoded: a file may have changed since the first look.
  const decoded = await inParallel(paths, async (path) => {
    const bytes = await readFile(path)
    return { image: await decode(open, bytes, wanted), content: sha256(bytes) }
  })
  const images = decoded.map(({ image }) => image)
  keepDecoded(keyOf(decoded.map(({ content }) => content)), images)
  return images
}

/** Does something with every file, several at once. Throws an error that names all with which it cannot be done. */
const inParallel = async <T>(paths: readonly string[], work: (path: string) => Promise<T>): Promise<readonly T[]> => {
  const done: T[] = new Array(paths.length)
  const damaged: string[] = []
  let next = 0
  const workOff = async (): Promise<void> => {
    for (let i = next++; i < paths.length; i = next++) {
      const path = paths[i] as string
      try {
        done[i] = await work(path)
      } catch (error) {
        damaged.push(`${path} (${String(error instanceof Error ? error.message : error).split('\n')[0]})`)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, workOff))
  if (damaged.length > 0) throw damagedImages(damaged.sort())
  return done
}

const damagedImages = (damaged: readonly string[]): Error => {
  const more = damaged.length > 10 ? `, and ${damaged.length - 10} more` : ''
  const count = damaged.length === 1 ? 'An image is' : `${damaged.length} images are`
  const message = `${count} damaged: ${damaged.slice(0, 10).join(', ')}${more}.`
  return dataFault(
    'FANIN_DATA_FORMAT',
    message,
    'Repair or remove them; a trial must not depend on which images can be read.',
  )
}

const decode = async (open: typeof sharp, bytes: Uint8Array, { size, channels, exact }: Wanted): Promise<Decoded> => {
  const file = open(bytes, { failOn: 'warning' })
  const { height, width } = await file.metadata()
  let image = file.flatten({ background: '#000000' })
  image = channels === 1 ? image.toColourspace('b-w') : image.toColourspace('srgb')
  if (size)
    image = image.resize(size[1] as number, size[0] as number, { fit: 'fill', ...(exact && { kernel: 'nearest' }) })
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true })
  return { shape: [info.height, info.width, info.channels], values: data, original: [height, width] }
}
