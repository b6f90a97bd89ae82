import { type Dirent, readdirSync, statSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { dataFault } from '../fault.js'

/** Names in a folder, in an order that no locale changes. */
export const namesIn = (folder: string, keep: (entry: Dirent) => boolean = () => true): string[] => {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries
      .filter(keep)
      .map(({ name }) => name)
      .sort()
  } catch (cause) {
    const message = `The folder ${folder} cannot be read.`
    throw dataFault(
      'FANIN_DATA_NOT_FOUND',
      message,
      'Check the path; it starts at the file that names it, or at the working folder in an override.',
      cause,
    )
  }
}

/** The folders in a folder, hidden ones left out. */
export const foldersIn = (folder: string): string[] =>
  namesIn(folder, (entry) => entry.isDirectory() && !entry.name.startsWith('.'))

const imageEndings: ReadonlySet<string> = new Set(['.png', '.jpg', '.jpeg'])

const isLinkToFile = (entry: Dirent): boolean =>
  entry.isSymbolicLink() && (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.isFile() ?? false)

/** The paths of the PNG and JPEG images in a folder; there must be some. */
export const imagesIn = (folder: string): string[] => {
  const names = filesIn(folder, imageEndings)
  if (names.length > 0) return names.map((name) => join(folder, name))
  throw dataFault('FANIN_DATA_FORMAT', `${folder} holds no PNG or JPEG images.`, 'Add images, or remove the folder.')
}

/** The names of the files in a folder that end in one of several ways. */
export const filesIn = (folder: string, endings: ReadonlySet<string>): string[] =>
  namesIn(folder, (entry) => (entry.isFile() || isLinkToFile(entry)) && endings.has(extname(entry.name).toLowerCase()))

/** The path of a file that a list or an annotation names. Throws FANIN_DATA_FORMAT for a name that leads out of its folder. */
export const pathWithin = (folder: string, name: string): string => {
  const path = join(folder, name)
  if (!relative(folder, path).startsWith('..')) return path
  throw dataFault(
    'FANIN_DATA_FORMAT',
    `The name "${name}" leads out of ${folder}.`,
    'Name files by what stands below it.',
  )
}
