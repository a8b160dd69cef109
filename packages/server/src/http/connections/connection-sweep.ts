import { transportLimits } from '#config/transport-limits'
import type { Connections } from './connections.ts'

/** The answer to a request that did not arrive in time, as Node gives it. */
export const requestTimeoutAnswer = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n'

/**
 * Ends connections of unproven addresses that keep the server waiting: earlier than all others, whose limits are those
 * of Node and of late bodies.
 * @param nowMs on the scale of `performance.now()`
 */
export function sweepPending(connections: Connections, nowMs: number): void {
  for (const connection of connections.pending) {
    if (nowMs - connection.pendingSinceMs < transportLimits.silentTimeoutMs) return
    const { bytesRead } = connection.socket
    if (!connection.hasAsked) connections.end(connection, bytesRead === 0 ? 'silent' : 'slow-head')
    else if (bytesRead !== connection.seenBytes) {
      connection.seenBytes = bytesRead
      connection.seenAtMs = nowMs
    } else if (connection.isArriving && nowMs - connection.seenAtMs > transportLimits.stalledBodyTimeoutMs) {
      connections.end(connection, 'stalled-body', requestTimeoutAnswer)
    }
  }
}
