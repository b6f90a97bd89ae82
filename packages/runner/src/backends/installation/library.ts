import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { run } from './command.js'

/** TensorFlow's own library: what its native backend is built against and works with. */
export interface Library {
  /** What it is, for people. */
  readonly about: string
  /** The folder that holds `tensorflow/c/c_api.h`. */
  readonly headers: string
  /** The shared libraries, links and all. */
  readonly files: readonly string[]
}

/** Finds the library in an unpacked archive of libtensorflow, or in the folder of the Python package. Throws where it is not whole. */
export const libraryIn = (folder: string, about = folder): Library => {
  const headers = join(folder, 'include')
  const header = join(headers, 'tensorflow', 'c', 'eager', 'c_api.h')
  if (!existsSync(header)) throw new Error(`There is no ${header}.`)
  const shared = [join(folder, 'lib'), folder].filter(existsSync).find((place) => sharedIn(place).length > 0)
  if (!shared) throw new Error(`There is no libtensorflow in ${folder} or its folder lib.`)
  const files = sharedIn(shared).map((name) => join(shared, name))
  const empty = files.find((file) => statSync(file).size === 0)
  if (empty) throw new Error(`${empty} is empty.`)
  for (const part of [/libtensorflow(_cc)?\./, /libtensorflow_framework\./]) {
    if (!files.some((file) => part.test(file))) throw new Error(`${shared} lacks one half of libtensorflow.`)
  }
  return { about, headers, files }
}

const sharedIn = (folder: string): readonly string[] =>
  readdirSync(folder).filter((name) => /^libtensorflow(_cc|_framework)?\.(so|dylib|\d)/.test(name))

/** Unpacks an archive of libtensorflow, or takes a folder that somebody unpacked. */
export const libraryFrom = async (path: string, staging: string): Promise<Library> => {
  if (!existsSync(path)) throw new Error(`There is no ${path}.`)
  if (statSync(path).isDirectory()) return libraryIn(realpathSync(path))
  const unpacked = join(staging, 'unpacked')
  mkdirSync(unpacked)
  await run('tar', ['-xf', realpathSync(path), '-C', unpacked])
  return libraryIn(unpacked, path)
}

/** Tells where TensorFlow is, without importing it, and what pip says its libraries are. */
const askPython = `
import importlib.metadata as metadata, importlib.util as util, json
spec = util.find_spec('tensorflow')
names = ['tensorflow-cpu', 'tensorflow']
found = [d for d in metadata.distributions() if d.metadata['Name'].replace('_', '-') in names]
files = [f for d in found for f in (d.files or []) if f.name.startswith('libtensorflow')]
print(json.dumps({
  'folder': spec and list(spec.submodule_search_locations)[0],
  'about': ' '.join(d.metadata['Name'] + ' ' + d.version for d in found),
  'files': [{'path': str(f.locate()), 'sum': f.hash and f.hash.value, 'size': f.size} for f in files],
}))
`

interface PythonAnswer {
  readonly folder: string | null
  readonly about: string
  readonly files: readonly { readonly path: string; readonly sum: string | null; readonly size: number | null }[]
}

/** Takes the library of the TensorFlow that is installed for a Python, after checking it against pip's own sums. */
export const libraryOfPython = async (python: string): Promise<Library> => {
  if (process.platform !== 'linux') throw new Error('The Python package can be built against on Linux alone.')
  const { folder, about, files } = JSON.parse(await run(python, ['-c', askPython])) as PythonAnswer
  if (!folder)
    throw new Error(`\`${python}\` has no TensorFlow; \`${python} -m pip install tensorflow-cpu\` brings it.`)
  for (const { path, sum, size } of files) {
    const damaged = (size !== null && statSync(path).size !== size) || (sum !== null && (await sumOf(path)) !== sum)
    if (damaged) throw new Error(`${path} is not what pip installed: install the package again.`)
  }
  return libraryIn(folder, `${about} of ${python}`)
}

const sumOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('base64url')
}
