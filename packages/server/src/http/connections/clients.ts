import type { IncomingMessage } from 'node:http'
import { isIP, type Socket } from 'node:net'
import proxyAddress from '@fastify/proxy-addr'
import parseForwarded from 'forwarded-parse'
import ipaddr from 'ipaddr.js'
import { LRUCache } from 'lru-cache'
import { maxProxyHops, type ProxyTrust } from '#config/proxy-trust'
import { transportLimits } from '#config/transport-limits'

/** What one client address uses of this process. IPv6 counts by /64: one host commonly has all addresses of its /64. */
export type Client = {
  readonly key: string
  /** An app's signature was verified in a call from here, or this is a trusted proxy. */
  isProven: boolean
  /** Connections and calls that use this record. */
  holds: number
  connections: number
  /** Calls whose bodies are not whole yet. */
  arriving: number
  /** Calls in work. */
  calls: number
  /** Bytes of bodies in memory. */
  bytes: number
  /** Bytes of bodies on disk. */
  spooledBytes: number
}

/**
 * The clients that use something now, and the addresses of those proven lately. The number of the first is bounded by
 * the limits of connections and calls, that of the second by its own limit.
 */
export class Clients {
  readonly #held = new Map<string, Client>()
  readonly #proven = new LRUCache<string, true>({
    maxSize: transportLimits.maxProvenAddresses,
    sizeCalculation: () => 1,
    ttl: transportLimits.provenForMs,
  })

  /**
   * The record of an address, or of a trusted proxy's connections; calls that come through it count for its clients.
   * It is kept until it was released as often as it was acquired and held.
   */
  acquire(address: string, { isProxy }: Readonly<{ isProxy: boolean }>): Client {
    const key = isProxy ? `proxy ${address}` : addressKey(address)
    const known = this.#held.get(key)
    if (known !== undefined) return this.hold(known)
    const usage = { holds: 1, connections: 0, arriving: 0, calls: 0, bytes: 0, spooledBytes: 0 }
    const client: Client = { key, isProven: isProxy || this.#proven.has(key), ...usage }
    this.#held.set(key, client)
    return client
  }

  hold(client: Client): Client {
    client.holds += 1
    return client
  }

  release(client: Client): void {
    client.holds -= 1
    if (client.holds > 0) return
    this.#held.delete(client.key)
    if (client.isProven) this.#proven.set(client.key, true)
  }

  prove(client: Client): void {
    client.isProven = true
    this.#proven.set(client.key, true)
  }

  get size(): number {
    return this.#held.size
  }

  get provenSize(): number {
    return this.#proven.size
  }
}

/** What limits count an address by: itself, or the /64 of an IPv6 address. */
export function addressKey(address: string): string {
  if (!address.includes(':') || !ipaddr.IPv6.isValid(address)) return address
  const network = ipaddr.IPv6.parse(address).parts.slice(0, 4)
  return `${network.map((part) => part.toString(16)).join(':')}::/64`
}

/** Finds the address of the client of a request. Headers count only from trusted proxies. */
export type ClientAddresses = Readonly<{
  /**
   * @returns the client's address; where a proxy names none, that of the last hop that is known; where a trusted proxy
   * sent a header with a syntax error, an empty text, which is on no allow list: the client may have caused the error
   */
  of(request: IncomingMessage): string
  isProxy(socket: Socket): boolean
}>

/** @param trust undefined: no proxy is trusted, and the peer is the client */
export function createClientAddresses(trust: ProxyTrust | undefined): ClientAddresses {
  if (trust === undefined) return { of: ({ socket }) => peerAddress(socket), isProxy: () => false }
  const isTrusted = compileTrust(trust)
  return {
    of({ socket, headers }) {
      let address = peerAddress(socket)
      if (!isTrusted(address, 0)) return address
      const given = headers[trust.header]
      if (given === undefined) return address
      const named = nearestFirst(given, trust)
      if (named === undefined) return ''
      let hop = 0
      for (const next of named) {
        if (!isTrusted(address, hop) || isIP(next) === 0) break
        address = next
        hop += 1
      }
      return address
    },
    isProxy: (socket) => isTrusted(peerAddress(socket), 0),
  }
}

/** The address of the other end: IPv4 in its own form, also through an IPv6 socket; empty for a closed socket. */
export function peerAddress({ remoteAddress = '' }: Socket): string {
  return unmapped(remoteAddress)
}

type IsTrusted = (address: string, hop: number) => boolean

function compileTrust({ proxies }: ProxyTrust): IsTrusted {
  if (proxies.kind === 'hops') return (_address, hop) => hop < proxies.hops
  return proxyAddress.compile([...proxies.ranges])
}

/** The addresses that a header names, without ports; other text stays as it is. Undefined for a syntax error. */
function nearestFirst(header: string | readonly string[], { header: name }: ProxyTrust): readonly string[] | undefined {
  const text = typeof header === 'string' ? header : header.join(',')
  const named = name === 'forwarded' ? readForwarded(text) : text.split(',')
  return named
    ?.slice(-maxProxyHops)
    .map((item) => withoutPort(item.trim()))
    .reverse()
}

/** `for=` of each element (RFC 7239); undefined for a header with a syntax error. */
function readForwarded(text: string): readonly string[] | undefined {
  try {
    return parseForwarded(text).map((element) => element['for'] ?? '')
  } catch (error) {
    if (error instanceof Error && error.name === 'ParseError') return undefined
    throw error
  }
}

/** `1.2.3.4:567`, `[2001:db8::1]:567` and `[2001:db8::1]`, as some proxies and RFC 7239 write them. */
function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1]
  return unmapped(bracketed ?? text.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1'))
}

function unmapped(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice('::ffff:'.length) : address
}
