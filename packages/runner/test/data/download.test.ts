import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { stream } from '@fanin/core'
import { afterEach, describe, expect, it } from '@jest/globals'
import { cifar10, cifarBinary } from '../../src/data/cifar/cifar.js'
import { filesInTar } from '../../src/data/cifar/tar.js'
import { type Downloading, download, type Source } from '../../src/data/download/download.js'
import { isPublic } from '../../src/data/download/publicAddress.js'
import { mnist } from '../../src/data/idx/named.js'
import { folderOf } from './folderOf.js'

const random = stream(0, 'test/download')
const whole = Buffer.from(Uint8Array.from({ length: 60_000 }, () => random.integer(256)))
const sum = createHash('sha256').update(whole).digest('hex')

type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void

let server: Server | undefined
afterEach(() => new Promise<void>((done) => (server ? server.close(() => done()) : done())))

/** A server that answers as it is told, counting from 1. */
const serve = async (handle: Handler) => {
  const seen: string[] = []
  server = createServer((request, response) => {
    seen.push(String(request.headers.range ?? 'all'))
    handle(request, response, seen.length)
  })
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`
  const source: Source = { addresses: [address], size: whole.length, sum }
  return { source, seen, path: join(folderOf({}), 'cache', 'file') }
}

/** Answers what was asked for, from the byte that was asked for. */
const send = (request: IncomingMessage, response: ServerResponse, until = whole.length): void => {
  const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
  const range = { 'content-range': `bytes ${from}-${whole.length - 1}/${whole.length}` }
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': whole.length - from, ...(from > 0 && range) })
  response.write(whole.subarray(from, until), () => (until < whole.length ? response.destroy() : response.end()))
}

const noWait = [0, 0, 0]

describe('a download', () => {
  it.each(Array.from({ length: 20 }, () => random.integer(whole.length)))(
    'that is cut at byte %d goes on there',
    async (cut) => {
      const { source, seen, path } = await serve((request, response, count) =>
        send(request, response, count === 1 ? cut : undefined),
      )
      await download(source, path, noWait)
      expect(readFileSync(path).equals(whole)).toBe(true)
      expect(existsSync(`${path}.part`)).toBe(false)
      expect(seen.length).toBe(2)
    },
  )

  it('begins anew where the server does not know ranges', async () => {
    const { source, path } = await serve((request, response, count) => {
      if (count === 1) send(request, response, 1000)
      else response.end(whole)
    })
    await download(source, path, noWait)
    expect(readFileSync(path).equals(whole)).toBe(true)
  })

  it('throws away a part that is of another file', async () => {
    const { source, path, seen } = await serve((request, response) => send(request, response))
    await download({ ...source, size: 5, sum: '0'.repeat(64) }, path, []).catch(() => {})
    writeFileSync(`${path}.part`, 'something else')
    await download(source, path, noWait)
    expect(readFileSync(path).equals(whole)).toBe(true)
    expect(seen.at(-1)).toBe('all')
  })

  it.each<[string, Handler, RegExp, number]>([
    ['404', (_, response) => response.writeHead(404).end(), /answers 404/, 1],
    ['500', (_, response) => response.writeHead(500).end(), /answers 500/, 4],
    [
      'a web page',
      (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
      /web page/,
      1,
    ],
    ['another file', (_, response) => response.end(Buffer.alloc(whole.length)), /another file/, 1],
    ['a file that never ends', (_, response) => response.end(Buffer.alloc(2 * whole.length)), /./, 4],
    [
      'half a file, always',
      (request, response) => send(request, response, 0),
      /aborted|only 0 of|socket hang up|ECONNRESET/,
      4,
    ],
    [
      'a way to a private address',
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      /127\.0\.0\.1 is a private address/,
      1,
    ],
    [
      'a way to the metadata of a cloud',
      (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      /private address/,
      1,
    ],
    [
      'a name of this machine',
      (_, response) => response.writeHead(302, { location: 'http://localhost:1/' }).end(),
      /localhost has the private address/,
      1,
    ],
    [
      'a way to a file',
      (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      /leads to file:/,
      1,
    ],
  ])('that meets %s ends with an error that says where to put the file', async (_, handle, reason, requests) => {
    const { source, seen, path } = await serve(handle)
    const error = await download(source, path, noWait).catch(
      (caught: unknown) => caught as Error & { problems: { code: string; message: string; hint: string }[] },
    )
    const [problem] = (error as { problems: { code: string; message: string; hint: string }[] }).problems
    expect(problem?.code).toBe('FANIN_DATA_DOWNLOAD')
    expect(problem?.message).toMatch(reason)
    expect(problem?.message).toContain(path)
    expect(problem?.hint).toContain(sum)
    expect(existsSync(path)).toBe(false)
    expect(seen.length).toBeLessThanOrEqual(requests)
  })

  it('says how far it is, from where it went on', async () => {
    const { source, path } = await serve((request, response, count) =>
      send(request, response, count === 1 ? 20_000 : undefined),
    )
    const told: Downloading[] = []
    const hear = (message: unknown): void => void told.push(message as Downloading)
    subscribe('fanin:download', hear)
    await download(source, path, noWait)
    unsubscribe('fanin:download', hear)
    const bytes = told.map((one) => one.bytes)
    expect(bytes).toEqual(bytes.toSorted((a, b) => a - b))
    expect(bytes.some((count) => count <= 20_000)).toBe(true)
    expect(told.at(-1)).toEqual({ address: source.addresses[0], bytes: whole.length, size: whole.length })
  })

  it('tries the next address', async () => {
    const { source, path } = await serve((request, response) =>
      request.url === '/none' ? response.writeHead(404).end() : send(request, response),
    )
    const [address = ''] = source.addresses
    await download({ ...source, addresses: [address.replace('file', 'none'), address] }, path, noWait)
    expect(readFileSync(path).equals(whole)).toBe(true)
  })

  it('replaces a file that is damaged, and asks for nothing where it is whole', async () => {
    const { source, path, seen } = await serve((request, response) => send(request, response))
    await download(source, path, noWait)
    await download(source, path, noWait)
    expect(seen).toHaveLength(1)
    writeFileSync(path, Buffer.alloc(whole.length))
    await download(source, path, noWait)
    expect(readFileSync(path).equals(whole)).toBe(true)
  })

  it('of eight processes at once is one', async () => {
    const { source, path, seen } = await serve((request, response) => setTimeout(() => send(request, response), 300))
    const module = join(import.meta.dirname, '../../dist/data/download/download.js')
    const script = `import { download } from ${JSON.stringify(module)}; await download(${JSON.stringify(source)}, ${JSON.stringify(path)})`
    const codes = await Promise.all(
      Array.from(
        { length: 8 },
        () =>
          new Promise((done) =>
            spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' }).on('close', done),
          ),
      ),
    )
    expect(codes).toEqual(Array(8).fill(0))
    expect(seen).toHaveLength(1)
    expect(readFileSync(path).equals(whole)).toBe(true)
  }, 60_000)
})

describe('a download through a proxy', () => {
  const variables = ['http_proxy', 'https_proxy', 'no_proxy'] as const
  afterEach(() => {
    for (const name of variables) delete process.env[name]
  })

  it('asks it for the whole address, unless the host is excepted', async () => {
    const { source, path } = await serve((request, response) => {
      if (request.url === 'http://data.example/file' || request.url === '/file') send(request, response)
      else response.writeHead(404).end()
    })
    const [own = ''] = source.addresses
    process.env.http_proxy = own.replace('/file', '')
    await download({ ...source, addresses: ['http://data.example/file'] }, path, [])
    expect(readFileSync(path).equals(whole)).toBe(true)
    process.env.no_proxy = '127.0.0.1'
    await download({ ...source, addresses: [own] }, `${path}-2`, [])
    expect(readFileSync(`${path}-2`).equals(whole)).toBe(true)
  })

  it('asks for a tunnel where the address is secure', async () => {
    const { source, path } = await serve((_, response) => response.end())
    const asked: string[] = []
    server?.on('connect', (request, socket) => {
      asked.push(String(request.url))
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    })
    process.env.https_proxy = source.addresses[0]?.replace('/file', '')
    const failed = download({ ...source, addresses: ['https://data.example/file'] }, path, [])
    await expect(failed).rejects.toThrow(/the proxy 127\.0\.0\.1:\d+ answers 403/)
    expect(asked).toEqual(['data.example:443'])
  })

  it('gives up a proxy that closes the door', async () => {
    const { source, path } = await serve((_, response) => response.end())
    server?.on('connect', (_, socket) => socket.destroy())
    process.env.https_proxy = source.addresses[0]?.replace('/file', '')
    const failed = download({ ...source, addresses: ['https://data.example/file'] }, path, [0])
    await expect(failed).rejects.toThrow(
      /cannot be fetched: https:\/\/data\.example\/file: (socket hang up|read ECONNRESET)/,
    )
  })
})

describe('offline', () => {
  it('says which file to put where, and asks nobody', async () => {
    process.env.FANIN_OFFLINE = '1'
    process.env.FANIN_CACHE = folderOf({})
    try {
      const load = cifar10.load({ normalize: 'unit' } as never, { resolvePath: (path) => path })
      await expect(load).rejects.toThrow(/cifar-10-binary\.tar\.gz is not there.*offline/)
    } finally {
      delete process.env.FANIN_OFFLINE
      delete process.env.FANIN_CACHE
    }
  })
})

describe('a data set that is downloaded', () => {
  it.each([
    [mnist, {}, [28, 28, 1], 60_000, 10_000],
    [mnist, { train: 500, test: 99_999 }, [28, 28, 1], 500, 10_000],
    [cifar10, { test: 100 }, [32, 32, 3], 50_000, 100],
  ])('says what it is before it is there', async (dataset, options, inputShape, trainCount, testCount) => {
    const described = await dataset.describe?.({ normalize: 'unit', ...options } as never, { resolvePath: String })
    expect(described).toMatchObject({ inputShape, trainCount, testCount })
    expect(described?.classes).toHaveLength(10)
  })
})

describe('isPublic', () => {
  it.each([
    '10.1.2.3',
    '127.0.0.1',
    '169.254.169.254',
    '172.31.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '::1',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
    '0.0.0.0',
  ])('is false for %s', (address) => expect(isPublic(address)).toBe(false))
  it.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('is true for %s', (address) =>
    expect(isPublic(address)).toBe(true),
  )
})

describe('cifarBinary', () => {
  const record = (labels: readonly number[], value: number): number[] => [
    ...labels,
    ...Array(1024).fill(value),
    ...Array(1024).fill(0),
    ...Array(1024).fill(255),
  ]
  const ten = {
    ...Object.fromEntries(
      [1, 2, 3, 4, 5].map((i) => [`data_batch_${i}.bin`, Uint8Array.from([...record([i], i), ...record([9], 51)])]),
    ),
    'test_batch.bin': Uint8Array.from(record([0], 102)),
    'batches.meta.txt': Buffer.from(`${Array.from({ length: 10 }, (_, i) => `class${i}`).join('\n')}\n\n`),
  }
  const load = (files: Record<string, Uint8Array>, options: object = {}) =>
    cifarBinary.load({ folder: folderOf(files), coarse: false, normalize: 'unit', ...options } as never, {
      resolvePath: (path) => path,
    })

  it('turns planes of colours into pixels', async () => {
    const { train, test, classes, inputShape } = await load(ten)
    expect({ classes: classes.length, inputShape }).toEqual({ classes: 10, inputShape: [32, 32, 3] })
    expect([...train.labels]).toEqual([1, 9, 2, 9, 3, 9, 4, 9, 5, 9])
    expect([...test.inputs.subarray(0, 6)].map((value) => Math.round(value * 255))).toEqual([102, 0, 255, 102, 0, 255])
    expect((await load(ten, { train: 3 })).train.count).toBe(3)
  })

  it('reads the fine or the coarse labels of a hundred classes', async () => {
    const names = (count: number): Buffer => Buffer.from(Array.from({ length: count }, (_, i) => `c${i}`).join('\n'))
    const files = {
      ...{ 'train.bin': Uint8Array.from(record([3, 77], 1)), 'test.bin': Uint8Array.from(record([3, 77], 1)) },
      ...{ 'fine_label_names.txt': names(100), 'coarse_label_names.txt': names(20) },
    }
    expect([...(await load(files)).train.labels]).toEqual([77])
    expect([...(await load(files, { coarse: true })).train.labels]).toEqual([3])
  })

  it.each([
    [
      'a torn file',
      { 'data_batch_2.bin': Uint8Array.from(record([1], 1)).subarray(0, 3000) },
      /data_batch_2\.bin has 3000 bytes/,
    ],
    [
      'a label out of range',
      { 'test_batch.bin': Uint8Array.from(record([10], 1)) },
      /test_batch\.bin has the label 10/,
    ],
    ['too few names', { 'batches.meta.txt': Buffer.from('a\nb\n') }, /batches\.meta\.txt names 2 classes/],
  ])('names the file of %s', async (_, files, message) => {
    await expect(load({ ...ten, ...files } as never)).rejects.toThrow(message)
  })

  it('is found in an archive', () => {
    const header = Buffer.alloc(512)
    header.write('folder/data.bin')
    header.write('00000000005\0', 124)
    const archive = Buffer.concat([header, Buffer.from('hello'), Buffer.alloc(507), Buffer.alloc(1024)])
    expect(filesInTar(archive).get('data.bin')?.toString()).toBe('hello')
  })
})
