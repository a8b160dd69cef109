import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './public-address.ts'

/** The target lies in a network that webhooks may not reach. The message names no address: it is shown to the seller. */
export class PrivateTargetError extends Error {
  override readonly name = 'PrivateTargetError'

  constructor() {
    super('目标地址不是公网地址，已拒绝 (refused: private, loopback or link-local address)')
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

/**
 * The same check for a URL that holds an address instead of a name, which is connected to without a look-up.
 * @throws PrivateTargetError
 */
export function refusePrivateLiteral({ hostname }: URL): void {
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(address) !== 0 && !isPublicAddress(address)) throw new PrivateTargetError()
}
