import { type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Socket } from 'node:net'
import { connect } from 'node:tls'
import { getProxyForUrl } from 'proxy-from-env'

/** How a file is asked for through the proxy that the environment names for its address; undefined where it names none. */
export const throughProxy = async (url: URL, timeout: number): Promise<RequestOptions | undefined> => {
  const address = getProxyForUrl(url)
  if (address === '') return undefined
  const proxy = new URL(address)
  if (url.protocol === 'http:') {
    return { ...hostOf(proxy), path: url.href, headers: { host: url.host, ...credentialsOf(proxy) } }
  }
  const socket = await openTunnel(proxy, url, timeout)
  return { createConnection: () => connect({ socket, servername: url.hostname }) }
}

/** A connection to the host of a secure address, which the proxy passes on as it is. */
const openTunnel = (proxy: URL, { hostname, port }: URL, timeout: number): Promise<Socket> =>
  new Promise((done, fail) => {
    const path = `${hostname}:${port || 443}`
    const headers = { host: path, ...credentialsOf(proxy) }
    const request = proxy.protocol === 'https:' ? requestHttps : requestHttp
    const asking = request({ ...hostOf(proxy), method: 'CONNECT', path, headers, timeout })
    asking.on('connect', ({ statusCode }, socket) => {
      if (statusCode === 200) return done(socket as Socket)
      socket.destroy()
      fail(new Error(`the proxy ${proxy.host} answers ${statusCode}`))
    })
    asking.on('timeout', () => asking.destroy(new Error(`the proxy ${proxy.host} does not answer`)))
    asking.on('error', fail)
    asking.end()
  })

const hostOf = ({ protocol, hostname, port }: URL) => ({
  ...{ protocol, port: port || undefined },
  hostname: hostname.replace(/^\[|\]$/g, ''),
})

const credentialsOf = ({ username, password }: URL): Record<string, string> => {
  if (username === '') return {}
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` }
}
