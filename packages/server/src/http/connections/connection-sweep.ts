import { transportLimits } from '#config/transport-limits'
import type { Connections } from './connections.ts'

/** The answer to a request that did not arrive in time, as node:http gives it. */
export const requestTimeoutAnswer = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n'

/**
 * Ends connections of unproven clients that keep the server waiting. Their limits are shorter than those of node:http and
 * of the body deadlines, which hold for all.
 * @param nowMs on the scale of `performance.now()`
 */
export function sweepPending(connections: Connections, nowMs: number): void {
  for (const connection of connections.pending) {
    if (nowMs - connection.pendingSinceMs < transportLimits.silentTimeoutMs) return
    const { bytesRead } = connection.socket
    if (!connection.hasRequested) connections.end(connection, bytesRead === 0 ? 'silent' : 'slow-head')
    else if (bytesRead !== connection.seenBytes) {
      connection.seenBytes = bytesRead
      connection.seenAtMs = nowMs
    } else if (connection.isArriving && nowMs - connection.seenAtMs > transportLimits.stalledBodyTimeoutMs) {
      connections.end(connection, 'stalled-body', requestTimeoutAnswer)
    }
  }
}
