import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import { lookup as lookupNow } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import type { DeliveryFailure } from '@yaoquan/api'
import ipaddr from 'ipaddr.js'

/** The target lies in a network that webhooks may not reach. The message is the reason that the seller is shown in words; it names no address. */
export class PrivateTargetError extends Error {
  override readonly name = 'PrivateTargetError'

  constructor() {
    super('PRIVATE_ADDRESS' satisfies DeliveryFailure)
  }
}

type Resolve = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/**
 * Resolves a name for a connection and refuses it when any of its addresses is not public. The socket connects to the
 * very addresses that were checked, so a name that changes in between gains nothing.
 */
export function createPublicLookup(resolve: Resolve = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error !== null) callback(error, '')
      else if (first === undefined) callback(new Error('no address'), '')
      else if (addresses.some(({ address }) => !isPublicAddress(address))) callback(new PrivateTargetError(), '')
      else if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

/** The same check for a URL that holds an address, which needs no look-up. @throws PrivateTargetError */
export function refusePrivateLiteral(url: URL): void {
  const address = hostOf(url)
  if (isIP(address) !== 0 && !isPublicAddress(address)) throw new PrivateTargetError()
}

/**
 * Whether an address belongs to the public internet. Loopback, private, link-local, shared, multicast and reserved
 * ranges do not, nor do IPv4 addresses of those ranges written as IPv6 (server-side request forgery). `::a.b.c.d` is no
 * public address whatever it holds: no network routes it (RFC 4291, 2.5.5.1).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const read = ipaddr.process(address)
  return read.range() === 'unicast' && !(read instanceof ipaddr.IPv6 && read.match(compatible, 96))
}

const compatible = ipaddr.IPv6.parse('::')

/**
 * Whether a URL leads to a private network by the present name records, so that an operator learns of it immediately. Each
 * connection is checked again, which decides; a name that cannot be resolved yet passes here, unless it is one of this
 * machine's own whatever records say (RFC 6761, 6.3).
 */
export async function leadsToPrivateNetwork(
  url: string,
  resolve = (host: string): Promise<readonly LookupAddress[]> => lookupNow(host, { all: true }),
): Promise<boolean> {
  const host = hostOf(new URL(url))
  if (/^(.+\.)?localhost\.?$/.test(host) || (isIP(host) !== 0 && !isPublicAddress(host))) return true
  try {
    return (await resolve(host)).some(({ address }) => !isPublicAddress(address))
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}
