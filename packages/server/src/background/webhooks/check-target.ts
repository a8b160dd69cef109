import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { isPublicAddress } from './public-address.ts'

type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>

/**
 * Whether a URL leads to a private network by the present name records, so that an operator learns of it immediately. Each connection
 * is checked again, which decides; a name that cannot be resolved yet passes here.
 */
export async function leadsToPrivateNetwork(url: string, resolve: Resolve = resolveAll): Promise<boolean> {
  const host = new URL(url).hostname.replace(/^\[(.*)\]$/, '$1')
  try {
    return (await resolve(host)).some(({ address }) => !isPublicAddress(address))
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}

/** An address resolves to itself. */
function resolveAll(hostname: string): Promise<readonly LookupAddress[]> {
  return lookup(hostname, { all: true })
}
