import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { transportLimits } from '#config/transport-limits'
import { type Client, type ClientAddresses, type Clients, peerAddress } from './clients.ts'
import { type Connection, CrumbQueue, type Exchange, PendingConnections } from './waiting-connections.ts'

/** Why the server ended a connection, for the metric and the log. */
export type EndReason =
  /** Too many connections: of the server, of the client, of all unproven clients. */
  | ('full' | 'address-full' | 'unproven-full')
  /** No byte came, no whole head, or no further byte of a body. */
  | ('silent' | 'slow-head' | 'stalled-body')
  /** Too many calls wait on the connection for their turn. */
  | 'pipelined'
  /** The caller does not read an answer, or too slowly, or unread answers fill the memory. */
  | ('unread' | 'unread-slow' | 'unread-full')
  /** The server stops, and a request of an unproven client has not arrived whole. */
  | 'stopping'

/** The answer to a request that did not arrive in time, as node:http gives it. */
export const requestTimeoutAnswer = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n'

export type RequestOrigin = Readonly<{
  client: Client
  connection: Connection | undefined
  /** The connection is the client's own, not a trusted proxy's. */
  isDirect: boolean
}>

type ConnectionDependencies = Readonly<{
  addresses: ClientAddresses
  clients: Clients
  onEnd: (event: Readonly<{ reason: EndReason; address: string }>) => void
}>

/**
 * Open connections by client. Unproven clients never take all the room: where they have too many connections, a new one
 * replaces the one that has waited longest for its caller.
 */
export class Connections {
  readonly #dependencies: ConnectionDependencies
  readonly #all = new Set<Connection>()
  readonly #ofSocket = new WeakMap<Socket, Connection>()
  readonly #handshaking = new Map<string, Connection>()
  readonly pending = new PendingConnections()
  readonly crumbs: CrumbQueue
  #unproven = 0

  constructor(dependencies: ConnectionDependencies) {
    this.#dependencies = dependencies
    this.crumbs = new CrumbQueue(dependencies.addresses)
  }

  /** Follows the connections of a server that does not listen yet. */
  watch(server: Server, { isTls }: Readonly<{ isTls: boolean }>): void {
    server.on('connection', (socket: Socket) => this.#open(socket, isTls))
    server.on('secureConnection', (socket: Socket) => this.#secure(socket))
    server.on('drop', (dropped) => this.#dependencies.onEnd({ reason: 'full', address: dropped?.remoteAddress ?? '' }))
  }

  of(socket: Socket): Connection | undefined {
    return this.#ofSocket.get(socket)
  }

  /** Marks a client as proven: an app's signature was verified in one of its calls. */
  prove(client: Client): void {
    if (client.isProven) return
    this.#dependencies.clients.prove(client)
    this.#unproven -= client.connections
    this.pending.deleteClient(client)
  }

  /** Marks the client of an upload, which is not admitted as calls are. */
  proveCaller(request: IncomingMessage): void {
    const { client } = this.originOf(request)
    this.prove(client)
    this.#dependencies.clients.release(client)
  }

  /** Origin of a request. The client is acquired and must be released. */
  originOf(request: IncomingMessage): RequestOrigin {
    const { addresses, clients } = this.#dependencies
    const connection = this.of(request.socket)
    const isDirect = connection !== undefined && !connection.isProxy
    const client = isDirect
      ? clients.hold(connection.client)
      : clients.acquire(addresses.of(request), { isProxy: false })
    return { client, connection, isDirect }
  }

  /** Called when a connection waits for its caller: at its start and after its last answer. */
  markPending(connection: Connection): void {
    if (!connection.client.isProven && !connection.isClosed) this.pending.add(connection)
  }

  /** Ends a connection and counts the reason. @param answer HTTP answer that is sent first */
  end({ socket }: Pick<Connection, 'socket'>, reason: EndReason, answer?: string): void {
    if (socket.destroyed || socket.writableEnded) return
    this.#dependencies.onEnd({ reason, address: peerAddress(socket) })
    if (answer === undefined) socket.destroy()
    else socket.end(answer, () => socket.destroy())
  }

  /**
   * Ends connections of unproven clients that keep the server waiting. Their limits are shorter than those of node:http and
   * of the body deadlines, which hold for all.
   */
  sweepPending(nowMs: number): void {
    for (const connection of this.pending) {
      if (nowMs - connection.pendingSinceMs < transportLimits.silentTimeoutMs) return
      const { socket } = connection
      const { bytesRead } = socket
      if (connection.latest === undefined) this.end(connection, bytesRead === 0 ? 'silent' : 'slow-head')
      else if (bytesRead !== connection.seenBytes || this.crumbs.isResting(socket)) {
        connection.seenBytes = bytesRead
        connection.seenAtMs = nowMs
      } else if (connection.isArriving && nowMs - connection.seenAtMs > transportLimits.stalledBodyTimeoutMs) {
        this.end(connection, 'stalled-body', requestTimeoutAnswer)
      }
    }
  }

  /** Closes the connections that never sent a request: node:http waits for them when it closes a server. */
  closeUnused(): void {
    for (const { latest, socket } of this.#all) if (latest === undefined) socket.destroy()
  }

  /** Ends the requests of unproven clients that have not arrived whole, for a server that is to stop. */
  endUnfinished(): void {
    for (const connection of this.#all) {
      const { latest } = connection
      if (latest === undefined || isArrived(latest) || this.#isProven(latest.request)) continue
      this.end(connection, 'stopping', latest.response.headersSent ? undefined : requestTimeoutAnswer)
    }
  }

  get counts(): Readonly<{ all: number; unproven: number }> {
    return { all: this.#all.size, unproven: this.#unproven }
  }

  #isProven(request: IncomingMessage): boolean {
    const { client } = this.originOf(request)
    this.#dependencies.clients.release(client)
    return client.isProven
  }

  #open(socket: Socket, isTls: boolean): void {
    const { addresses, clients } = this.#dependencies
    const isProxy = addresses.isProxy(socket)
    const client = clients.acquire(peerAddress(socket), { isProxy })
    const peer = isTls ? peerKey(socket) : ''
    const state = {
      latest: undefined,
      isArriving: false,
      isClosed: false,
      pendingSinceMs: 0,
      seenBytes: 0,
      seenAtMs: 0,
    }
    const connection: Connection = { socket, client, isProxy, peer, ...state }
    client.connections += 1
    if (!client.isProven) this.#unproven += 1
    this.#all.add(connection)
    this.#ofSocket.set(socket, connection)
    if (isTls) this.#handshaking.set(peer, connection)
    socket.once('close', () => this.#closed(connection))
    this.#enforceLimits(connection)
    if (!socket.destroyed) this.markPending(connection)
  }

  #secure(socket: Socket): void {
    const connection = this.#handshaking.get(peerKey(socket))
    if (connection === undefined) return
    this.#handshaking.delete(connection.peer)
    connection.socket = socket
    this.#ofSocket.set(socket, connection)
    socket.once('close', () => this.#closed(connection))
  }

  #closed(connection: Connection): void {
    if (connection.isClosed) return
    connection.isClosed = true
    const { client } = connection
    client.connections -= 1
    if (!client.isProven) this.#unproven -= 1
    this.#all.delete(connection)
    this.#handshaking.delete(connection.peer)
    this.pending.delete(connection)
    this.#dependencies.clients.release(client)
  }

  #enforceLimits(connection: Connection): void {
    const { client, isProxy } = connection
    if (isProxy) return
    const limit = client.isProven ? transportLimits.maxConnectionsOfProven : transportLimits.maxConnectionsOfUnproven
    if (client.connections > limit) this.#evict(this.pending.oldest(client) ?? connection, 'address-full')
    else if (!client.isProven && this.#unproven > transportLimits.maxUnprovenConnections) {
      this.#evict(this.pending.oldest() ?? connection, 'unproven-full')
    }
  }

  /** Leaves the pending ones immediately: further connections may come before this one is closed, and each evicts another. */
  #evict(connection: Connection, reason: EndReason): void {
    this.pending.delete(connection)
    this.end(connection, reason)
  }
}

/** After an answer, a connection that is still open has sent part of a further head. */
function isArrived({ request, response }: Exchange): boolean {
  return request.complete && !response.writableFinished
}

function peerKey({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}
