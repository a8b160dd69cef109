import ipaddr from 'ipaddr.js'
import { LRUCache } from 'lru-cache'
import { transportLimits } from '#config/transport-limits'

/** What one client address holds of this process. IPv6 counts by /64: whoever has one address there has all of them. */
export type Client = {
  readonly key: string
  /** Whether an app's signature was verified in a call from here, or it is a trusted proxy as such. */
  isProven: boolean
  /** Connections and calls that hold this record. */
  holds: number
  connections: number
  /** Calls whose bodies are not whole yet. */
  arriving: number
  calls: number
  /** Of bodies in memory. */
  bytes: number
  /** Of bodies on disk. */
  spooledBytes: number
}

/**
 * The addresses that hold something now, and those that have proved themselves lately. Both are bounded: the first by
 * connections and calls, the second by itself.
 */
export class Clients {
  readonly #held = new Map<string, Client>()
  readonly #proven = new LRUCache<string, true>({
    max: transportLimits.maxProvenAddresses,
    ttl: transportLimits.provenForMs,
  })

  /** The record of an address, which stays until it was released as often as it was taken. */
  take(address: string): Client {
    const key = addressKey(address)
    return this.#take(key, this.#proven.has(key))
  }

  /** The record of a trusted proxy's connections; its calls are those of its clients. */
  takeProxy(address: string): Client {
    return this.#take(`proxy ${address}`, true)
  }

  /** Takes a record that is held already once more. */
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

  /** An app's signature was verified in a call from there. */
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

  #take(key: string, isProven: boolean): Client {
    const known = this.#held.get(key)
    if (known !== undefined) return this.hold(known)
    const client: Client = { key, isProven, holds: 1, connections: 0, arriving: 0, calls: 0, bytes: 0, spooledBytes: 0 }
    this.#held.set(key, client)
    return client
  }
}

/** Addresses of one key share limits. */
export function addressKey(address: string): string {
  if (!address.includes(':') || !ipaddr.IPv6.isValid(address)) return address
  const network = ipaddr.IPv6.parse(address).parts.slice(0, 4)
  return `${network.map((part) => part.toString(16)).join(':')}::/64`
}
