// Makes the packages as they are published, from those that `tsc --build` has compiled: `npm run build`. Node loads a few
// large files much faster than hundreds of small ones, so each package's modules are put together, apart from what is
// loaded later. A clone never runs these: what is compiled there is what runs.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const packages = fileURLToPath(new URL('packages', import.meta.url))
/** Each finds the others beside it, and the packages of others in the folder above. */
const packed = fileURLToPath(new URL('packed/node_modules/@fanin', import.meta.url))

/** The modules that others name: what a manifest exports, and the programs that it names for its own package. */
const entryPoints = ({ exports, imports = {} }) =>
  [...Object.values(exports).map((one) => one.default), ...Object.values(imports)].filter((path) =>
    path.endsWith('.js'),
  )

/** Its modules in few files; the packages that they import stay packages, so that there is one of each. */
const bundle = async (folder, manifest) => {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: entryPoints(manifest),
    outbase: 'dist',
    outdir: 'dist',
    allowOverwrite: true,
    write: false,
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    sourcemap: true,
    sourcesContent: false,
  })
  return outputFiles.map(({ path, contents }) => [path.slice(folder.length + 1), contents])
}

/** What is published as it is: all that npm would take, but for the compiled modules. */
const isKept = (path) => !/\.js(\.map)?$/.test(path)

const pack = async (name) => {
  const [from, to] = [join(packages, name), join(packed, name)]
  const manifest = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'))
  for (const part of ['package.json', 'README.md', 'LICENSE', ...manifest.files]) {
    const filter = part === 'dist' ? isKept : undefined
    cpSync(join(from, part), join(to, part), { recursive: true, filter })
  }
  for (const [path, contents] of await bundle(from, manifest)) {
    mkdirSync(dirname(join(to, path)), { recursive: true })
    writeFileSync(join(to, path), contents)
  }
}

rmSync(packed, { recursive: true, force: true })
await Promise.all(readdirSync(packages).map(pack))
