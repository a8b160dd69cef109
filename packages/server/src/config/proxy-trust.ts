import { isIP } from 'node:net'

/** Header in which a reverse proxy gives the client's address. */
export type ProxyHeader = 'x-forwarded-for' | 'forwarded'

export const proxyHeaders: readonly ProxyHeader[] = ['x-forwarded-for', 'forwarded']

/** The reverse proxies whose header is trusted. */
export type ProxyTrust = Readonly<{
  header: ProxyHeader
  proxies:
    | Readonly<{ kind: 'ranges'; ranges: readonly string[] }>
    /** The nearest hops, whatever their addresses: only where nothing but the proxy can reach the port. */
    | Readonly<{ kind: 'hops'; hops: number }>
}>

export const maxProxyHops = 16

/**
 * Reads `--trust-proxy`: addresses, CIDR ranges, `loopback`, `linklocal` and `uniquelocal` with commas between them, or
 * one number of hops, 1 to 16.
 * @returns undefined for any other text
 */
export function readProxies(text: string): ProxyTrust['proxies'] | undefined {
  const items = text.split(',').map((item) => item.trim())
  const [first = ''] = items
  if (/^\d+$/.test(first)) {
    const hops = Number(first)
    return items.length === 1 && hops >= 1 && hops <= maxProxyHops ? { kind: 'hops', hops } : undefined
  }
  return items.every(isRange) ? { kind: 'ranges', ranges: items } : undefined
}

function isRange(item: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(item)) return true
  const [address = '', prefix, ...rest] = item.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  if (prefix === undefined) return true
  return /^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= (version === 4 ? 32 : 128)
}
