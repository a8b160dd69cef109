import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Client } from './clients.ts'

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

export type Exchange = Readonly<{ request: IncomingMessage; response: ServerResponse }>

export type Connection = {
  /** The TLS socket once its handshake is done, otherwise the TCP socket. */
  socket: Socket
  readonly client: Client
  /** The other end is a trusted proxy: its calls count for its clients, and its connections have no limit of their own. */
  readonly isProxy: boolean
  /** The latest request whose head has arrived. */
  latest: Exchange | undefined
  /** The body of a call is not whole yet. */
  isArriving: boolean
  isClosed: boolean
  /** Address and port of the other end, with TLS. */
  readonly peer: string
  /** Since when the connection is pending, on the scale of `performance.now()`. */
  pendingSinceMs: number
  /** Bytes read at the last sweep, and when that number last grew. */
  seenBytes: number
  seenAtMs: number
}
