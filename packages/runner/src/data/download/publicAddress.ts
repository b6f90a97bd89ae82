import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Addresses that only this machine or its own network can reach. */
const own = new BlockList()
for (const [network, bits] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['224.0.0.0', 3],
  ] as const),
]) {
  own.addSubnet(network, bits, 'ipv4')
}
for (const [network, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  own.addSubnet(network, bits, 'ipv6')
}

/** True for an address of the internet at large. */
export const isPublic = (address: string): boolean => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const plain = mapped ?? address
  return !own.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}

/** An address that was asked for and may not be. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError'
}

/** Refuses hosts that are written as addresses which are not public; names are looked up by `publicLookup`. */
export const refusePrivateHost = ({ hostname }: URL): void => {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !isPublic(host)) throw new PrivateAddressError(`${host} is a private address`)
}

/** Looks a name up as Node does, and fails where any of its addresses is not public. */
export const publicLookup: LookupFunction = (name, options, done) => {
  lookup(name, { ...options, all: true }, (error, addresses) => {
    const hidden = error ? undefined : addresses.find(({ address }) => !isPublic(address))
    const failure = error ?? (hidden && new PrivateAddressError(`${name} has the private address ${hidden.address}`))
    if (failure || options.all) done(failure ?? null, addresses)
    else done(null, addresses[0]?.address ?? '', addresses[0]?.family)
  })
}
