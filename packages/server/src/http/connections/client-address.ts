import type { IncomingMessage } from 'node:http'
import { isIP, type Socket } from 'node:net'
import proxyAddress from '@fastify/proxy-addr'
import parseForwarded from 'forwarded-parse'
import { maxProxyHops, type ProxyTrust } from '#config/proxy-trust'

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
