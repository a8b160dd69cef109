import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { transportLimits } from '#config/transport-limits'
import type { Telemetry } from '#telemetry/telemetry'
import { Admission } from './admission.ts'
import { type ClientAddresses, Clients } from './clients.ts'
import { Connections, type EndReason, requestTimeoutAnswer } from './connections.ts'

/** Keeps unproven clients from using up the room of proven ones: see docs/operations/limits.md. */
export type TransportGuard = Readonly<{
  addresses: ClientAddresses
  connections: Connections
  admission: Admission
  unread: UnreadAnswers
  bodyDeadlines: BodyDeadlines
  stop(): void
}>

export function createTransportGuard(addresses: ClientAddresses, telemetry: Telemetry): TransportGuard {
  const clients = new Clients()
  const connections = new Connections({ addresses, clients, onEnd: telemetry.connectionEnded })
  const admission = new Admission({ clients, connections })
  const unread = new UnreadAnswers((socket, reason) => connections.end({ socket }, reason))
  const bodyDeadlines = createBodyDeadlines(transportLimits.requestTimeoutMs)
  const timer = setInterval(() => {
    const nowMs = performance.now()
    connections.sweepPending(nowMs)
    unread.sweep(nowMs)
  }, transportLimits.sweepIntervalMs).unref()
  telemetry.transportStarted(() => ({
    connections: connections.counts.all,
    unprovenConnections: connections.counts.unproven,
    callsInWork: admission.counts.calls,
    bodyBytes: admission.counts.bytes,
    unreadBytes: unread.bytes,
    addresses: clients.size,
    provenAddresses: clients.provenSize,
  }))
  const stop = () => {
    clearInterval(timer)
    bodyDeadlines.stop()
  }
  return { addresses, connections, admission, unread, bodyDeadlines, stop }
}

/**
 * node:http starts all pipelined requests together: their answers would fill the memory if the caller does not read.
 * @returns a listener that gets the requests of one connection one after the other, each after the answer before
 */
export function inTurn(listener: RequestListener, { connections }: TransportGuard): RequestListener {
  const ahead = new WeakMap<Socket, number>()
  return (request, response) => {
    const { socket } = request
    const connection = connections.of(socket)
    if (connection !== undefined) connection.latest = { request, response }
    // A response without a socket waits for the one before.
    if (response.socket !== null) return listener(request, response)
    if (socket.destroyed) return
    const waiting = (ahead.get(socket) ?? 0) + 1
    if (waiting > transportLimits.maxPipelined) return connections.end({ socket }, 'pipelined')
    ahead.set(socket, waiting)
    response.once('socket', () => {
      ahead.set(socket, (ahead.get(socket) ?? 1) - 1)
      process.nextTick(listener, request, response)
    })
  }
}

/** Milliseconds and bytes; see `transportLimits`. */
type UnreadLimits = Readonly<{ unreadTimeoutMs: number; minReadBytesPerMs: number; maxUnreadBytes: number }>

type Unread = Readonly<{ client: object; socket: Socket; bytes: number; endsAtMs: number }>

/**
 * Answers that the operating system did not accept whole, since their callers do not read. There is at most one per
 * connection. Their sum is bounded: above the bound, the oldest answer of the client with most bytes is dropped.
 */
export class UnreadAnswers {
  readonly #waiting = new Map<ServerResponse, Unread>()
  readonly #end: (socket: Socket, reason: EndReason) => void
  readonly #limits: UnreadLimits
  #bytes = 0

  constructor(end: (socket: Socket, reason: EndReason) => void, limits: UnreadLimits = transportLimits) {
    this.#end = end
    this.#limits = limits
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Tracks an answer that was written whole, unless the operating system has accepted all of it. */
  track(response: ServerResponse, bytes: number, client: object): void {
    const { socket } = response
    if (response.destroyed || socket === null || socket.writableLength === 0) return
    const endsAtMs = performance.now() + this.#limits.unreadTimeoutMs + bytes / this.#limits.minReadBytesPerMs
    this.#waiting.set(response, { client, socket, bytes, endsAtMs })
    this.#bytes += bytes
    response.once('close', () => this.#delete(response))
    // Counts from the last byte that the operating system accepted.
    response.setTimeout(this.#limits.unreadTimeoutMs, () => this.#end(socket, 'unread'))
    if (this.#bytes > this.#limits.maxUnreadBytes) this.#dropOne()
  }

  /** Ends connections whose callers read, but too slowly. */
  sweep(nowMs: number): void {
    for (const { socket, endsAtMs } of this.#waiting.values()) if (nowMs > endsAtMs) this.#end(socket, 'unread-slow')
  }

  #dropOne(): void {
    const held = new Map<object, number>()
    for (const { client, bytes } of this.#waiting.values()) held.set(client, (held.get(client) ?? 0) + bytes)
    const [greediest] = [...held].reduce((most, one) => (one[1] > most[1] ? one : most))
    for (const [response, { client, socket }] of this.#waiting) {
      if (client !== greediest) continue
      this.#delete(response)
      this.#end(socket, 'unread-full')
      return
    }
  }

  #delete(response: ServerResponse): void {
    this.#bytes -= this.#waiting.get(response)?.bytes ?? 0
    this.#waiting.delete(response)
  }
}

/** Ends requests whose bodies do not arrive in time. */
type BodyDeadlines = Readonly<{ watch(request: IncomingMessage): void; stop(): void }>

/**
 * Replaces the request timeout of node:http, which holds for a whole server: here the paths that stream are not watched.
 * @param timeoutMs for a whole body, from its head on
 */
export function createBodyDeadlines(timeoutMs: number): BodyDeadlines {
  /** Requests with a body by when their head came, oldest first. */
  const arriving = new Map<IncomingMessage, number>()
  const timer = setInterval(() => {
    for (const [request, sinceMs] of arriving) {
      if (performance.now() - sinceMs < timeoutMs) return
      arriving.delete(request)
      const { complete, socket } = request
      if (!complete) socket.end(requestTimeoutAnswer, () => socket.destroy())
    }
  }, timeoutMs / 10).unref()
  return {
    watch(request) {
      const { 'content-length': length, 'transfer-encoding': encoding } = request.headers
      if (encoding === undefined && (length === undefined || length === '0')) return
      arriving.set(request, performance.now())
      request.once('close', () => arriving.delete(request))
    },
    stop: () => clearInterval(timer),
  }
}
