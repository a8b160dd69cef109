import type { Client } from './clients.ts'
import type { Connection } from './connection.ts'

/**
 * Connections of unproven clients that wait for their caller: for a head or the rest of a body. Ordered by how long they
 * have waited, over all and per client.
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

  /** Deletes all connections of a client that is proven now. */
  deleteClient(client: Client): void {
    for (const connection of this.#ofClient.get(client) ?? []) this.#all.delete(connection)
    this.#ofClient.delete(client)
  }

  /** The connection that has waited longest, of one client or of all. */
  oldest(client?: Client): Connection | undefined {
    const [connection] = client === undefined ? this.#all : (this.#ofClient.get(client) ?? [])
    return connection
  }

  [Symbol.iterator](): Iterator<Connection> {
    return this.#all.values()
  }
}
