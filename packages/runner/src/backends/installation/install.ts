import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FaninError, type Problem } from '@fanin/core'
import { build, download } from './build.js'
import { run } from './command.js'
import { libraryFrom, libraryOfPython } from './library.js'
import { installedFolder } from './place.js'

/** Where to take TensorFlow's library from; everything that is known is tried where nothing is said. */
export interface InstallOptions {
  /** An archive or a folder of libtensorflow. */
  readonly from?: string
  /** A Python whose TensorFlow is taken. */
  readonly python?: string
  /** Told what is tried. */
  readonly tell: (line: string) => void
}

/** What is there now. */
export interface Installation {
  /** Where its library is from. */
  readonly source: string
  readonly folder?: string
  /** The engine's versions, as they go into the records. */
  readonly version: string
  /** The largest difference of its weights to those of wasm, after one step of training. */
  readonly difference: number
}

/** Compiled, because the proof is a program of its own. */
const proof = fileURLToPath(import.meta.resolve('#proof'))

/** Float32 computed in another order; what differs by more is another computation. */
const mostDifference = 1e-5

/** A way to get at the library; `make` leaves everything that the backend needs in `staging`. */
interface Source {
  readonly name: string
  make(staging: string): Promise<string>
}

/**
 * Gets TensorFlow's library going, from the first source that gives one that trains like wasm. What is there already
 * stays until then, and whatever fails leaves nothing behind.
 *
 * Throws FANIN_BACKEND_INSTALL with what was tried and why it failed.
 */
export const installTensorflow = async ({ from, python, tell }: InstallOptions): Promise<Installation> => {
  const chosen = from !== undefined || python !== undefined
  if (!chosen) {
    tell('Looking whether the tensorflow backend works here already.')
    const here = await prove().catch(() => undefined)
    if (here) return { source: 'what was here already', ...here }
  }
  const failures: Problem[] = []
  for (const source of sourcesOf(from, python)) {
    tell(`Trying ${source.name}.`)
    try {
      return await installFrom(source)
    } catch (error) {
      failures.push(failed(source, error))
    }
  }
  throw new FaninError(failures)
}

const failed = ({ name }: Source, error: unknown): Problem => ({
  code: 'FANIN_BACKEND_INSTALL',
  message: `The tensorflow backend cannot be installed from ${name}: ${error instanceof Error ? error.message : error}`,
  hint: 'Name a Python that has the package tensorflow-cpu with `--python PATH`, or an archive or a folder of libtensorflow with `--from PATH`. Building needs a C++ compiler, make and Python.',
})

/** Takes away what `installTensorflow` made; answers with its folder, or nothing where there was none. */
export const removeTensorflow = (): string | undefined => {
  const folder = installedFolder()
  if (!existsSync(folder)) return undefined
  rmSync(folder, { recursive: true })
  return folder
}

const sourcesOf = (from: string | undefined, python: string | undefined): readonly Source[] => {
  const named = [
    ...(from === undefined ? [] : [archive(from)]),
    ...(python === undefined ? [] : [pythonPackage(python)]),
  ]
  return named.length > 0 ? named : [tfjsNode, pythonPackage('python3')]
}

const tfjsNode: Source = {
  name: "the download of TensorFlow.js' own package",
  make: async (staging) => {
    await download(staging)
    return '@tensorflow/tfjs-node'
  },
}

const archive = (path: string): Source => ({
  name: path,
  make: async (staging) => {
    const library = await libraryFrom(path, staging)
    await build(library, staging)
    rmSync(join(staging, 'unpacked'), { recursive: true, force: true })
    return library.about
  },
})

const pythonPackage = (python: string): Source => ({
  name: `the TensorFlow of ${python}`,
  make: async (staging) => {
    const library = await libraryOfPython(python)
    await build(library, staging)
    return library.about
  },
})

/** Made beside the place where it belongs, tried there, and put there by renaming. */
const installFrom = async ({ make }: Source): Promise<Installation> => {
  const folder = installedFolder()
  mkdirSync(dirname(folder), { recursive: true })
  const staging = mkdtempSync(`${folder}.`)
  try {
    const source = await make(staging)
    const proved = await prove(staging)
    rmSync(folder, { recursive: true, force: true })
    renameSync(staging, folder)
    return { source, folder, ...proved }
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

/** Trains a step in a process of its own, with the backend in a folder or with what is here. Throws where it does not train like wasm. */
const prove = async (folder?: string): Promise<Pick<Installation, 'version' | 'difference'>> => {
  const answer = JSON.parse(await run(process.execPath, [proof, ...(folder ? [folder] : [])]))
  if (answer.difference < mostDifference) return answer
  throw new Error(`its weights are ${answer.difference} away from those of wasm after one step of training`)
}
