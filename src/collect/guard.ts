// May this machine be asked to connect there? Only to public addresses, whatever a page, a redirect or a name server says.
import { lookup as dnsLookup, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction, type Socket } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Agent, buildConnector } from 'undici'
import { RefusedAddressError } from './errors.ts'

/**
 * True for addresses that are routed on the public internet. Private, loopback, link-local, multicast, documentation,
 * carrier-grade and translated ranges (IPv4 in IPv6, 6to4, Teredo, NAT64) are false, and so is anything unreadable.
 */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  if (!ipaddr.isValid(bare)) return false
  return ipaddr.parse(bare).range() === 'unicast'
}

/**
 * Reads an address that is about to be fetched.
 * @throws RefusedAddressError when it is not http or https, carries a password, or names an address that is not public.
 * @param trusted origins (`http://127.0.0.1:8080`) that the operator named; they may be private.
 */
export function checkedUrl(address: string, trusted: ReadonlySet<string>): URL {
  let url: URL
  try {
    url = new URL(address)
  } catch (cause) {
    throw new RefusedAddressError(`${address}: expected a full http or https address`, {
      url: address,
      cause,
    })
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new RefusedAddressError(`${address}: expected http or https, got ${url.protocol}`, { url: address })
  if (url.username || url.password)
    throw new RefusedAddressError(`${url.origin}: an address with a name or password in it is not fetched`, {
      url: address,
    })
  if (trusted.has(url.origin)) return url
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const local = /(^|\.)(localhost|local|internal|lan|home\.arpa|onion)\.?$/i.test(host) || !/[.:]/.test(host)
  if (local || (isIP(host) !== 0 && !isPublicAddress(host)))
    throw new RefusedAddressError(`${url.origin}: not a public address; it is not fetched`, { url: address })
  return url
}

type Resolve = (
  host: string,
  options: { all: true },
  done: (error: Error | null, found: LookupAddress[]) => void,
) => void

/**
 * A dispatcher that connects to public addresses only. It looks at what the name resolves to before connecting (one
 * private answer refuses the name) and at the socket's own remote address afterwards, because undici never calls a
 * lookup function for an address written as numbers. A new connection per origin, one at a time.
 * @param trusted origins the operator named, exempt from both checks.
 */
export function guardedAgent(trusted: ReadonlySet<string>, resolve: Resolve = dnsLookup): Agent {
  const lookup: LookupFunction = (host, options, done) => {
    resolve(host, { all: true }, (error, found) => {
      if (error) return done(error, [])
      const bad = found.find((one) => !isPublicAddress(one.address))
      if (bad || found.length === 0) {
        const got = bad ? `resolves to ${bad.address}, which is not public` : 'resolves to nothing'
        return done(new RefusedAddressError(`${host}: ${got}; it is not fetched`), [])
      }
      const wanted = found.filter((one) => !options.family || one.family === options.family)
      const first = wanted[0] ?? found[0]
      if (options.all || !first) done(null, wanted.length > 0 ? wanted : found)
      else done(null, first.address, first.family)
    })
  }
  const open = buildConnector({ timeout: 15_000, lookup } as buildConnector.BuildOptions)
  const openTrusted = buildConnector({ timeout: 15_000 })
  const connect: buildConnector.connector = (options, callback) => {
    const origin = new URL(`${options.protocol}//${options.host ?? options.hostname}`).origin
    if (trusted.has(origin)) return openTrusted(options, callback)
    const host = options.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) !== 0 && !isPublicAddress(host))
      return callback(new RefusedAddressError(`${origin}: not a public address; it is not fetched`), null)
    open(options, (...result) => {
      const [error, socket] = result
      if (error) return callback(error, null)
      const remote = (socket as Socket).remoteAddress ?? 'nowhere'
      if (isPublicAddress(remote)) return callback(null, socket as Socket)
      ;(socket as Socket).destroy()
      callback(new RefusedAddressError(`${origin}: connected to ${remote}, which is not public`), null)
    })
  }
  // One connection an origin; kept open for 10 s so that a paced crawl of one host does not shake hands for each page.
  return new Agent({
    connect,
    connections: 1,
    pipelining: 1,
    keepAliveTimeout: 10_000,
    maxHeaderSize: 32_768,
  })
}
