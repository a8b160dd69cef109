import ipaddr from 'ipaddr.js'
import { LRUCache } from 'lru-cache'
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
