import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { FaninError } from '@fanin/core'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { installTensorflow, removeTensorflow } from '../../src/backends/installation/install.js'
import { libraryIn } from '../../src/backends/installation/library.js'
import { installedFolder } from '../../src/backends/installation/place.js'

const { XDG_DATA_HOME, PATH } = process.env
let here = ''

const path = (name: string): string => join(here, name)

const write = (name: string, content: string, mode = 0o644): string => {
  mkdirSync(dirname(path(name)), { recursive: true })
  writeFileSync(path(name), content)
  chmodSync(path(name), mode)
  return path(name)
}

const header = 'include/tensorflow/c/eager/c_api.h'

/** What an unpacked archive of libtensorflow looks like. */
const writeLibrary = (folder: string): string => {
  for (const file of [header, 'lib/libtensorflow.so.2.9.1', 'lib/libtensorflow_framework.so.2.9.1']) {
    write(`${folder}/${file}`, 'x')
  }
  return path(folder)
}

const failuresOf = async (options: { from?: string; python?: string }): Promise<string> => {
  const error = await installTensorflow({ ...options, tell: () => {} }).catch((reason: unknown) => reason)
  if (!FaninError.is(error)) throw error
  return error.message
}

beforeEach(() => {
  here = mkdtempSync(join(tmpdir(), 'fanin-'))
  process.env.XDG_DATA_HOME = path('data')
})

afterEach(() => {
  Object.assign(process.env, { PATH })
  if (XDG_DATA_HOME === undefined) delete process.env.XDG_DATA_HOME
  else process.env.XDG_DATA_HOME = XDG_DATA_HOME
  rmSync(here, { recursive: true, force: true })
})

describe('libraryIn', () => {
  it('finds the library of an archive and of a Python package', () => {
    const archive = libraryIn(writeLibrary('archive'))
    expect(archive.files.map((file) => file.slice(path('archive/lib/').length))).toEqual([
      'libtensorflow.so.2.9.1',
      'libtensorflow_framework.so.2.9.1',
    ])
    for (const file of [header, 'libtensorflow_cc.so.2', 'libtensorflow_framework.so.2', 'libother.so.2']) {
      write(`package/${file}`, 'x')
    }
    expect(libraryIn(path('package')).files).toHaveLength(2)
  })

  it('names what is missing or empty', () => {
    writeLibrary('archive')
    rmSync(path('archive/lib/libtensorflow_framework.so.2.9.1'))
    expect(() => libraryIn(path('archive'))).toThrow('lacks one half')
    write('archive/lib/libtensorflow_framework.so.2.9.1', '')
    expect(() => libraryIn(path('archive'))).toThrow('framework.so.2.9.1 is empty')
    rmSync(path(`archive/${header}`))
    expect(() => libraryIn(path('archive'))).toThrow(header)
  })
})

describe('installTensorflow', () => {
  it('says of every source that was named why it is none', async () => {
    const failures = await failuresOf({ from: path('nowhere'), python: path('python') })
    expect(failures).toContain(`There is no ${path('nowhere')}.`)
    expect(failures).toMatch(/python` cannot be run: .*ENOENT/)
  })

  it('refuses an archive that cannot be unpacked', async () => {
    expect(await failuresOf({ from: write('libtensorflow.tar.gz', 'no archive') })).toMatch(/tar .* ended with 2/)
  })

  it('tells a Python without TensorFlow from one whose files are damaged', async () => {
    const answer = (folder: string | null, sum: string) =>
      JSON.stringify({ folder, about: '', files: [{ path: path('python'), sum, size: null }] })
    write('python', `#!/bin/sh\necho '${answer(null, '')}'\n`, 0o755)
    expect(await failuresOf({ python: path('python') })).toContain('has no TensorFlow')
    write('python', `#!/bin/sh\necho '${answer(here, 'AAAA')}'\n`, 0o755)
    expect(await failuresOf({ python: path('python') })).toContain('is not what pip installed')
  })

  it('keeps what is installed and leaves nothing behind where the build fails', async () => {
    mkdirSync(installedFolder(), { recursive: true })
    write('bin/npm', '#!/bin/sh\necho "npm error Error: getaddrinfo ENOTFOUND registry" >&2\nexit 1\n', 0o755)
    process.env.PATH = `${path('bin')}:${PATH}`
    expect(await failuresOf({ from: writeLibrary('archive') })).toContain('ended with 1: npm error Error: getaddrinfo')
    expect(readdirSync(dirname(installedFolder()))).toEqual([installedFolder().split('/').at(-1)])
  })
})

describe('removeTensorflow', () => {
  it('takes away what was installed, and says where there was nothing', () => {
    expect(removeTensorflow()).toBeUndefined()
    mkdirSync(installedFolder(), { recursive: true })
    expect(removeTensorflow()).toBe(installedFolder())
    expect(existsSync(installedFolder())).toBe(false)
  })
})
