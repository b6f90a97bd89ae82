import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, extname, join, relative, resolve, sep } from 'node:path'
import { identityOf, sha256 } from '@fanin/core'

/** SHA-256 of the names and contents of all files that a plugin consists of, in hex. */
export const digestOf = (folder: string, files: readonly string[]): string =>
  identityOf(files.map((file) => [relative(folder, file).split(sep).join('/'), sha256(readFileSync(file))]))

/** A package's own files, without what it depends on and without hidden ones, in order. */
export const packageFiles = (root: string): readonly string[] =>
  readdirSync(root, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && !name.startsWith('.'))
    .flatMap((entry) => {
      const path = join(root, entry.name)
      if (entry.isDirectory()) return packageFiles(path)
      return entry.isFile() ? [path] : []
    })
    .sort()

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
