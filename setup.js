// Sets up what is missing, with Node alone: the packages of package-lock.json, then the compiled sources. What is there
// already is left as it is. Prints to stderr, because `npm start` has its result on stdout.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('.', import.meta.url))

const fail = (sentence) => {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

const readPackages = (lockfile) => {
  try {
    return JSON.parse(readFileSync(new URL(lockfile, import.meta.url), 'utf8')).packages
  } catch {
    return {}
  }
}

/** True where npm has installed every package as it is locked; optional ones may be missing on this machine. */
const isInstalled = () => {
  const installed = readPackages('node_modules/.package-lock.json')
  return Object.entries(readPackages('package-lock.json')).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  )
}

const run = (command, args, options, failure) => {
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options })
  if (status !== 0) fail(failure)
}

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`fanin needs Node 20.19 or later, and this is Node ${process.versions.node}. See https://nodejs.org.`)
}
if (!isInstalled()) {
  process.stderr.write('Installing the packages of package-lock.json, once; this takes about a minute.\n')
  run(
    'npm ci --include=dev --no-audit --no-fund --loglevel=error',
    [],
    { shell: true },
    'The packages could not be installed: see above. Check the connection to the npm registry, then try again.',
  )
}
run(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '--build'],
  {},
  'The sources could not be compiled: see above.',
)
