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

/** Packages of a hundred files that nothing else shares: they are put in, with what they import. */
const isPutIn = (name) => name === 'inversify' || name === 'yaml'

const readManifest = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

/** The modules that others name: what a manifest exports, and the programs that it names for its own package. */
const entryPoints = ({ exports, imports = {} }) =>
  [...Object.values(exports).map((one) => one.default), ...Object.values(imports)].filter((path) =>
    path.endsWith('.js'),
  )

/** A package's modules in few files; packages that it imports stay packages, so that there is one of each. */
const bundle = (folder, manifest) =>
  build({
    absWorkingDir: folder,
    entryPoints: entryPoints(manifest),
    outbase: 'dist',
    outdir: 'dist',
    allowOverwrite: true,
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    external: ['node:*', '@fanin/*', ...Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })],
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    sourcemap: true,
    sourcesContent: false,
  })

/** The licenses of packages that were put in. */
const licenses = (folder, { inputs }) => {
  const folders = Object.keys(inputs).flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [])
  return [...new Set(folders)].map((path) => {
    const { name, version } = readManifest(join(folder, path))
    return `${name} ${version}\n\n${readFileSync(join(folder, path, 'LICENSE'), 'utf8')}`
  })
}

/** What is published as it is: all that npm would take, but for the compiled modules. */
const isKept = (path) => !/\.js(\.map)?$/.test(path)

const pack = async (name) => {
  const [from, to] = [join(packages, name), join(packed, name)]
  const manifest = readManifest(from)
  for (const name of Object.keys(manifest.dependencies ?? {}).filter(isPutIn)) delete manifest.dependencies[name]
  for (const part of ['README.md', 'LICENSE', ...manifest.files]) {
    const filter = part === 'dist' ? isKept : undefined
    cpSync(join(from, part), join(to, part), { recursive: true, filter })
  }
  const { outputFiles, metafile } = await bundle(from, manifest)
  const write = (path, contents) => {
    mkdirSync(dirname(join(to, path)), { recursive: true })
    writeFileSync(join(to, path), contents)
  }
  write('package.json', `${JSON.stringify(manifest, null, 2)}\n`)
  for (const { path, contents } of outputFiles) write(path.slice(from.length), contents)
  const put = licenses(from, metafile)
  if (put.length > 0) write('dist/LICENSES.txt', put.join('\n---\n\n'))
}

rmSync(packed, { recursive: true, force: true })
await Promise.all(readdirSync(packages).map(pack))
