import {
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { run } from './command.js'
import type { Library } from './library.js'
import { tfjsNodeIn, tfjsVersion } from './place.js'

const nodeApi = `napi-v${Math.min(8, Number(process.versions.napi))}`

/** What of tfjs-node is needed once it is built. */
const kept: ReadonlySet<string> = new Set(['package.json', 'dist', 'lib', 'deps'])

/** Builds tfjs-node against a library. What it works with is in `staging/tfjs-node` and `staging/node_modules` then. */
export const build = async (library: Library, staging: string): Promise<void> => {
  const folder = tfjsNodeIn(staging)
  await unpack(`@tensorflow/tfjs-node@${tfjsVersion()}`, folder, staging)
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const protobuf = `google-protobuf@${dependencies['google-protobuf']}`
  await unpack(protobuf, join(staging, 'node_modules', 'google-protobuf'), staging)
  handInTfjs(staging)
  placeLibrary(library, join(folder, 'deps'))
  // npm knows where its own node-gyp is, and where this machine has Node's headers.
  writeFileSync(join(folder, 'package.json'), '{ "scripts": { "gyp": "node-gyp rebuild" } }\n')
  const place = [`--module_path=./lib/${nodeApi}`, `--napi_build_version=${nodeApi.slice('napi-v'.length)}`]
  await run('npm', ['run', 'gyp', '--', '--module_name=tfjs_binding', ...place], folder)
  mkdirSync(join(folder, 'lib', nodeApi), { recursive: true })
  renameSync(join(folder, 'build/Release/tfjs_binding.node'), join(folder, 'lib', nodeApi, 'tfjs_binding.node'))
  rmSync(join(folder, 'deps', 'include'))
  for (const name of readdirSync(folder)) if (!kept.has(name)) rmSync(join(folder, name), { recursive: true })
}

/** Lets tfjs-node's own install script download library and addon. */
export const download = async (staging: string): Promise<void> => {
  const folder = join(staging, 'download')
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{}\n')
  await run('npm', ['install', '--no-audit', '--no-fund', `@tensorflow/tfjs-node@${tfjsVersion()}`], folder)
  const modules = join(folder, 'node_modules')
  renameSync(join(modules, '@tensorflow', 'tfjs-node'), tfjsNodeIn(staging))
  mkdirSync(join(staging, 'node_modules'))
  renameSync(join(modules, 'google-protobuf'), join(staging, 'node_modules', 'google-protobuf'))
  handInTfjs(staging)
  rmSync(folder, { recursive: true })
}

/** In the place of TensorFlow.js, of which a process can hold one copy only, a module that gives the one that fanin has loaded. */
const handInTfjs = (staging: string): void => {
  for (const name of ['tfjs', 'tfjs-core']) {
    const folder = join(staging, 'node_modules', '@tensorflow', name)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'index.js'), "module.exports = globalThis[Symbol.for('fanin.tfjs')]\n")
  }
}

/** Unpacks a package from the npm registry, which checks its sum, without what it needs and without its scripts. */
const unpack = async (name: string, folder: string, staging: string): Promise<void> => {
  mkdirSync(folder, { recursive: true })
  const [{ filename }] = JSON.parse(await run('npm', ['pack', '--json', name], staging))
  const archive = join(staging, filename)
  await run('tar', ['-xzf', archive, '--strip-components=1', '-C', folder])
  rmSync(archive)
}

/** Puts headers and libraries where tfjs-node looks for them; the libraries by hard links where that can be. */
const placeLibrary = ({ headers, files }: Library, deps: string): void => {
  mkdirSync(join(deps, 'lib'), { recursive: true })
  symlinkSync(headers, join(deps, 'include'))
  for (const file of files) place(file, join(deps, 'lib', basename(file)))
  // The names that the linker looks for; those of the Python package are longer.
  for (const file of files) {
    const name = basename(file)
    const short = join(deps, 'lib', name.replace('_cc.', '.').replace(/\.so\..*/, '.so'))
    if (!existsSync(short)) symlinkSync(name, short)
  }
}

const place = (file: string, target: string): void => {
  if (lstatSync(file).isSymbolicLink()) symlinkSync(readlinkSync(file), target)
  else linkOrCopy(file, target)
}

const linkOrCopy = (file: string, target: string): void => {
  try {
    linkSync(file, target)
  } catch {
    copyFileSync(file, target)
  }
}
