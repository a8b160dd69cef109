import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { addressKey, type Client, type ClientAddresses } from './clients.ts'

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

/** How long the event loop is free of crumbs after each of their reads. A read takes 10 to 30 ms. */
const restMs = 200

/** More pieces than this, of fewer bytes on average, are crumbs. A read of the system has up to 11,000 of one byte. */
const maxPieces = 1_024
const minBytesOfPiece = 16

/**
 * Bodies that come in pieces of a few bytes, as chunks of one byte do: each piece costs as much as a kilobyte. They take
 * turns, one read of the system at a time with a rest after it, so that all of them together use a tenth of the processor.
 * Turns go round client addresses, so that many bodies of one client delay another client's by one turn.
 */
export class CrumbQueue {
  readonly #addresses: Pick<ClientAddresses, 'of'>
  /** Waiting requests by client; the next client comes first. */
  readonly #resting = new Map<string, Set<IncomingMessage>>()
  readonly #sockets = new WeakSet<Socket>()
  #timer: NodeJS.Timeout | undefined

  constructor(addresses: Pick<ClientAddresses, 'of'>) {
    this.#addresses = addresses
  }

  /** @returns a function to call with the length of each piece of the body as it comes */
  follow(request: IncomingMessage): (bytes: number) => void {
    let [pieces, sum] = [0, 0]
    return (bytes) => {
      pieces += 1
      sum += bytes
      if (pieces > maxPieces && sum < pieces * minBytesOfPiece) this.#rest(request)
    }
  }

  /** Whether a connection waits for its turn, so that nothing can come from it. */
  isResting(socket: Socket): boolean {
    return this.#sockets.has(socket)
  }

  #rest(request: IncomingMessage): void {
    const { socket } = request
    if (this.#sockets.has(socket)) return
    this.#sockets.add(socket)
    const client = addressKey(this.#addresses.of(request))
    const own = this.#resting.get(client)
    if (own === undefined) this.#resting.set(client, new Set([request]))
    else own.add(request)
    // Otherwise the stream, which holds nothing, lets the socket read on.
    request._read = () => undefined
    socket.pause()
    this.#timer ??= setTimeout(() => this.#resumeNext(), restMs).unref()
  }

  #resumeNext(): void {
    this.#timer = undefined
    const next = this.#takeNext()
    if (next === undefined) return
    this.#timer = setTimeout(() => this.#resumeNext(), restMs).unref()
    this.#sockets.delete(next.socket)
    Reflect.deleteProperty(next, '_read')
    next.socket.resume()
  }

  /** Passes over those whose connections are closed. */
  #takeNext(): IncomingMessage | undefined {
    for (const [client, own] of this.#resting) {
      this.#resting.delete(client)
      for (const request of own) {
        own.delete(request)
        if (request.socket.destroyed) continue
        if (own.size > 0) this.#resting.set(client, own)
        return request
      }
    }
    return undefined
  }
}
