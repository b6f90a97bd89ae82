import { realpathSync, rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { platform, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { FaninError, sha256 } from '@fanin/core'

/** Keeps a study for one process; released when asked, or when the process is gone. */
export interface Lock {
  release(): void
}

/**
 * Takes the lock of a study's folder: a socket of this machine, which the kernel closes however the process ends, so
 * that no lock is ever left behind. Whoever connects is told the process id.
 *
 * Throws FANIN_STUDY_BUSY where another process has it.
 */
export const lockStudy = async (folder: string): Promise<Lock> => {
  const address = addressOf(folder)
  const server = (await listen(address)) ?? (await takeOver(address, folder))
  server.unref()
  return { release: () => server.close() }
}

/** Abstract sockets on Linux and named pipes on Windows vanish with their process; elsewhere a dead one is cleared away. */
const addressOf = (folder: string): string => {
  const name = `fanin-${sha256(realPath(folder)).slice(0, 32)}`
  if (platform() === 'linux') return `\0${name}`
  return platform() === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

/** With symbolic links followed as far as the path exists, so that two ways to a folder are one. */
const realPath = (path: string): string => {
  const absolute = resolve(path)
  try {
    return realpathSync(absolute)
  } catch {
    const parent = resolve(absolute, '..')
    return parent === absolute ? absolute : join(realPath(parent), absolute.slice(parent.length))
  }
}

/** The listening server; undefined where the address is taken. */
const listen = (address: string): Promise<Server | undefined> =>
  new Promise((done, fail) => {
    const server = createServer((socket) => socket.on('error', () => {}).end(`${process.pid}`))
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? done(undefined) : fail(error),
    )
    server.listen(address, () => done(server))
  })

const takeOver = async (address: string, folder: string): Promise<Server> => {
  const owner = await ownerOf(address)
  if (owner === undefined && !address.startsWith('\0')) rmSync(address, { force: true })
  const server = owner === undefined ? await listen(address) : undefined
  if (server) return server
  throw new FaninError({
    code: 'FANIN_STUDY_BUSY',
    message: `The study in ${folder} is being run by the process ${owner ?? 'that just started'}.`,
    hint: 'Wait until it ends, or end it: the study can be resumed. `--out` starts one in another folder.',
  })
}

/** Process id of whoever listens; undefined where nobody does any more. */
const ownerOf = (address: string): Promise<string | undefined> =>
  new Promise((done) => {
    let text = ''
    const socket = connect(address)
    socket.setTimeout(2000, () => socket.destroy())
    socket.on('data', (bytes) => {
      text += bytes.toString()
    })
    socket.once('error', () => done(undefined))
    socket.once('close', () => done(text || 'that does not answer'))
  })
