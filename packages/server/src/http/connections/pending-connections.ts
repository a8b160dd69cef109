import type { Client } from './clients.ts'
import type { Connection } from './connection.ts'

/**
 * Connections of addresses that have not proved themselves and that wait for their callers: for a head or the rest of a
 * body. In order of how long they have waited, over all and for each address.
 */
export class PendingConnections {
  readonly #all = new Set<Connection>()
  readonly #ofClient = new Map<Client, Set<Connection>>()

  add(connection: Connection): void {
    connection.pendingSinceMs = performance.now()
    connection.seenAtMs = connection.pendingSinceMs
    this.#all.add(connection)
    const own = this.#ofClient.get(connection.client)
    if (own === undefined) this.#ofClient.set(connection.client, new Set([connection]))
    else own.add(connection)
  }

  delete(connection: Connection): void {
    if (!this.#all.delete(connection)) return
    const own = this.#ofClient.get(connection.client)
    own?.delete(connection)
    if (own?.size === 0) this.#ofClient.delete(connection.client)
  }

  /** The client has proved itself: its connections may wait. */
  forget(client: Client): void {
    for (const connection of this.#ofClient.get(client) ?? []) this.#all.delete(connection)
    this.#ofClient.delete(client)
  }

  /** Who has waited longest of an address, or of all. */
  first(client?: Client): Connection | undefined {
    const [connection] = client === undefined ? this.#all : (this.#ofClient.get(client) ?? [])
    return connection
  }

  [Symbol.iterator](): Iterator<Connection> {
    return this.#all.values()
  }
}
