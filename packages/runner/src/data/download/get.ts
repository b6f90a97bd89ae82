import { get as getHttp, type IncomingMessage } from 'node:http'
import { get as getHttps } from 'node:https'
import { throughProxy } from './proxy.js'
import { publicLookup, refusePrivateHost } from './publicAddress.js'

/** An answer that asking again will not change. */
export class FinalAnswerError extends Error {
  override readonly name = 'FinalAnswerError'
}

const mostRedirects = 5

/** Milliseconds without a byte after which a server is given up. */
const patience = 30_000

/**
 * Asks for a file from a byte on, through a proxy where the environment names one. Follows redirects, but not to
 * addresses of this machine's own network; behind a proxy it is the proxy that looks names up.
 */
export const get = async (address: string, from: number): Promise<IncomingMessage> => {
  let url = new URL(address)
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const answer = await ask(url, from, redirects > 0)
    const { statusCode = 0, headers } = answer
    if (statusCode < 300 || statusCode >= 400 || !headers.location) return checked(answer)
    answer.resume()
    url = new URL(headers.location, url)
    if (!/^https?:$/.test(url.protocol)) throw new FinalAnswerError(`it leads to ${url.protocol}`)
    refusePrivateHost(url)
  }
  throw new FinalAnswerError(`it leads on more than ${mostRedirects} times`)
}

const ask = async (url: URL, from: number, isRedirected: boolean): Promise<IncomingMessage> => {
  const proxied = await throughProxy(url, patience)
  const range = from > 0 && { range: `bytes=${from}-` }
  const options = {
    ...(isRedirected && !proxied && { lookup: publicLookup }),
    ...proxied,
    headers: { 'user-agent': 'fanin', 'accept-encoding': 'identity', ...range, ...proxied?.headers },
    timeout: patience,
  }
  const get = (options.protocol ?? url.protocol) === 'https:' ? getHttps : getHttp
  return new Promise((done, fail) => {
    const request = get(url, options, done)
    request.on('timeout', () => request.destroy(new Error(`nothing came for ${patience / 1000} s`)))
    request.on('error', fail)
  })
}

const checked = (answer: IncomingMessage): IncomingMessage => {
  const { statusCode = 0, headers } = answer
  const fault = faultOf(statusCode, String(headers['content-type'] ?? ''))
  if (!fault) return answer
  answer.destroy()
  const isPassing = statusCode >= 500 || statusCode === 429 || statusCode === 408
  throw isPassing ? new Error(fault) : new FinalAnswerError(fault)
}

const faultOf = (status: number, type: string): string | undefined => {
  if (status !== 200 && status !== 206) return `the server answers ${status}`
  return /^text\/html/i.test(type) ? 'the server answers with a web page' : undefined
}
