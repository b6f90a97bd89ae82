import { realpathSync, rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { platform, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { sha256 } from '@fanin/core'

/** Keeps a path for one process; released when asked, or when the process is gone. */
export interface Lock {
  release(): void
}

/**
 * Takes the lock of a path, or answers with the process that has it: a socket of this machine, which the kernel closes
 * however the process ends, so that no lock is ever left behind. Whoever connects is told the process id.
 */
export const tryLock = async (path: string): Promise<Lock | { readonly owner: string }> => {
  const address = addressOf(path)
  const server = (await listen(address)) ?? (await takeOver(address))
  if (!('listening' in server)) return server
  server.unref()
  return { release: () => server.close() }
}

/** Abstract sockets on Linux and named pipes on Windows vanish with their process; elsewhere a dead one is cleared away. */
const addressOf = (path: string): string => {
  const name = `fanin-${sha256(realPath(path)).slice(0, 32)}`
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

/** Of a dead process the address is free again; it must be cleared away where it is a file. */
const takeOver = async (address: string): Promise<Server | { readonly owner: string }> => {
  const owner = await ownerOf(address)
  if (owner !== undefined) return { owner }
  if (!address.startsWith('\0')) rmSync(address, { force: true })
  return (await listen(address)) ?? { owner: 'that just started' }
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
