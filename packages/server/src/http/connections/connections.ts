import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { transportLimits } from '#config/transport-limits'
import { type ClientAddresses, peerAddress } from './client-address.ts'
import type { Client, Clients } from './clients.ts'
import type { Connection } from './connection.ts'
import { PendingConnections } from './pending-connections.ts'

/** Why the server ended a connection, for the metric and the log. */
export type EndReason =
  /** The server has too many, its address has, or all addresses that have not proved themselves have. */
  | 'full'
  | 'address-full'
  | 'unproven-full'
  /** It sent no byte, no whole head, or nothing more of a body. */
  | 'silent'
  | 'slow-head'
  | 'stalled-body'
  /** Too many calls wait on it for their turn. */
  | 'pipelined'
  /** Its caller does not read an answer, or too slowly, or unread answers fill the memory. */
  | 'unread'
  | 'unread-slow'
  | 'unread-full'

type ConnectionParts = Readonly<{
  addresses: ClientAddresses
  clients: Clients
  /** Told of each connection that the server ends. */
  onEnd: (event: Readonly<{ reason: EndReason; address: string }>) => void
}>

/**
 * Connections by the address they come from. Those of addresses that have not proved themselves never take all the
 * room: where they are too many, the one that has waited longest for its caller gives way to the new one, so that
 * silence costs the silent.
 */
export class Connections {
  readonly #parts: ConnectionParts
  readonly #all = new Set<Connection>()
  readonly #ofSocket = new WeakMap<Socket, Connection>()
  readonly #handshaking = new Map<string, Connection>()
  readonly pending = new PendingConnections()
  #unproven = 0

  constructor(parts: ConnectionParts) {
    this.#parts = parts
  }

  /** Follows the connections of a server that does not listen yet. */
  watch(server: Server, { isTls }: Readonly<{ isTls: boolean }>): void {
    server.on('connection', (socket: Socket) => this.#open(socket, isTls))
    server.on('secureConnection', (socket: Socket) => this.#secure(socket))
    server.on('drop', (dropped) => this.#parts.onEnd({ reason: 'full', address: dropped?.remoteAddress ?? '' }))
  }

  of(socket: Socket): Connection | undefined {
    return this.#ofSocket.get(socket)
  }

  /** An app's signature was verified in a call of this client. */
  prove(client: Client): void {
    if (client.isProven) return
    this.#parts.clients.prove(client)
    this.#unproven -= client.connections
    this.pending.forget(client)
  }

  /** The same of a call that has no load: an upload. */
  proveCaller(request: IncomingMessage): void {
    const { addresses, clients } = this.#parts
    const connection = this.of(request.socket)
    const isDirect = connection !== undefined && !connection.isProxy
    const client = isDirect ? clients.hold(connection.client) : clients.take(addresses.of(request))
    this.prove(client)
    clients.release(client)
  }

  /** Its last call was answered, and it waits for its caller again. */
  waits(connection: Connection): void {
    if (!connection.client.isProven && !connection.isClosed) this.pending.add(connection)
  }

  /** Ends a connection, counted by the reason. @param text of an answer that says why */
  end({ socket }: Pick<Connection, 'socket'>, reason: EndReason, text?: string): void {
    if (socket.destroyed || socket.writableEnded) return
    this.#parts.onEnd({ reason, address: peerAddress(socket) })
    if (text === undefined) socket.destroy()
    else socket.end(text, () => socket.destroy())
  }

  /** Closes those that never sent a request: Node waits for them when it closes a server. */
  closeUnused(): void {
    for (const { hasAsked, socket } of this.#all) if (!hasAsked) socket.destroy()
  }

  get counts(): Readonly<{ all: number; unproven: number }> {
    return { all: this.#all.size, unproven: this.#unproven }
  }

  #open(socket: Socket, isTls: boolean): void {
    const { addresses, clients } = this.#parts
    const isProxy = addresses.isProxy(socket)
    const client = isProxy ? clients.takeProxy(peerAddress(socket)) : clients.take(peerAddress(socket))
    const peer = isTls ? peerKey(socket) : ''
    const state = { hasAsked: false, isArriving: false, isClosed: false, pendingSinceMs: 0, seenBytes: 0, seenAtMs: 0 }
    const connection: Connection = { socket, client, isProxy, peer, ...state }
    client.connections += 1
    if (!client.isProven) this.#unproven += 1
    this.#all.add(connection)
    this.#ofSocket.set(socket, connection)
    if (isTls) this.#handshaking.set(peer, connection)
    socket.once('close', () => this.#closed(connection))
    this.#makeRoom(connection)
    if (!socket.destroyed) this.waits(connection)
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
    this.#parts.clients.release(client)
  }

  #makeRoom(connection: Connection): void {
    const { client, isProxy } = connection
    if (isProxy) return
    const limit = client.isProven ? transportLimits.maxConnectionsOfProven : transportLimits.maxConnectionsOfUnproven
    if (client.connections > limit) this.#giveWay(this.pending.first(client) ?? connection, 'address-full')
    else if (!client.isProven && this.#unproven > transportLimits.maxUnprovenConnections) {
      this.#giveWay(this.pending.first() ?? connection, 'unproven-full')
    }
  }

  /** Many connections may come before the first of those that give way is closed: each has one of its own. */
  #giveWay(connection: Connection, reason: EndReason): void {
    this.pending.delete(connection)
    this.end(connection, reason)
  }
}

function peerKey({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}
