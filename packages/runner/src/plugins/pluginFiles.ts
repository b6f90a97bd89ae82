import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, extname, join, relative, resolve, sep } from 'node:path'
import { identityOf, sha256 } from '@fanin/core'

/** SHA-256 of the names and contents of all files that a plugin consists of, in hex. */
export const digestOf = (folder: string, files: readonly string[]): string =>
  identityOf(files.map((file) => [relative(folder, file).split(sep).join('/'), sha256(readFileSync(file))]))

/**
 * The files of a package that npm publishes, in order: all that `files` of its manifest names, or all there are; without
 * dependencies and hidden ones. What is left behind in its folder, such as records of studies, is none of it.
 */
export const packageFiles = (root: string, entry: string): readonly string[] => {
  const manifest = join(root, 'package.json')
  const { files } = JSON.parse(readFileSync(manifest, 'utf8')) as { files?: readonly string[] }
  const listed = files?.filter((pattern) => !pattern.startsWith('!')).flatMap((pattern) => filesOf(root, pattern))
  return [...new Set([manifest, entry, ...(listed ?? filesIn(root))])].sort()
}

/** What a pattern may name, as far as can be said without wildcards: its file, or its folder and all below. */
const filesOf = (root: string, pattern: string): readonly string[] => {
  const wildcard = pattern.search(/[*?{[]/)
  if (wildcard < 0) return existsSync(join(root, pattern)) ? filesIn(join(root, pattern)) : []
  const folder = join(root, pattern.slice(0, pattern.lastIndexOf('/', wildcard) + 1))
  const isDeep = /\*\*|\//.test(pattern.slice(wildcard))
  return existsSync(folder) ? filesIn(folder).filter((path) => isDeep || dirname(path) === resolve(folder)) : []
}

/** A file, or all below a folder; npm follows no links either. */
const filesIn = (path: string): readonly string[] => {
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .filter((one) => (one.isFile() || one.isDirectory()) && one.name !== 'node_modules' && !one.name.startsWith('.'))
    .flatMap(({ name }) => filesIn(join(path, name)))
}

/** A file and everything that it and those name by a relative path: imports, `require`, and `new URL` for data. */
export const fileAndImports = (entry: string): readonly string[] => {
  const known = new Set<string>()
  const visit = (file: string): void => {
    if (known.has(file)) return
    known.add(file)
    if (!scripts.includes(extname(file))) return
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(relativeNames)) {
      const path = located(resolve(dirname(file), name))
      if (path) visit(path)
    }
  }
  visit(entry)
  return [...known].sort()
}

const scripts = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']

const relativeNames = /(?:\bfrom|\bimport|\brequire|\bnew\s+URL)\s*\(?\s*['"`](\.{1,2}\/[^'"`\n]*)['"`]/g

/** As Node and TypeScript's users write them: as it is, `.js` for a `.ts`, without an ending, or a folder with an index. */
const located = (path: string): string | undefined =>
  [path, path.replace(/js$/, 'ts'), ...scripts.flatMap((end) => [`${path}${end}`, join(path, `index${end}`)])].find(
    (one) => existsSync(one) && statSync(one).isFile(),
  )
