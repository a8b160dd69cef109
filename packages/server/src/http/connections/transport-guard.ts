import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import { transportLimits } from '#config/transport-limits'
import type { Telemetry } from '#telemetry/telemetry'
import { Admission } from './admission.ts'
import { type ClientAddresses, Clients } from './clients.ts'
import { Connections } from './connections.ts'
import { type BodyDeadlines, createBodyDeadlines, UnreadAnswers } from './slow-callers.ts'

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
