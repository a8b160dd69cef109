import type { Socket } from 'node:net'
import type { Client } from './clients.ts'

/** An open connection. */
export type Connection = {
  /** With TLS the TLS socket, once its handshake is done. */
  socket: Socket
  readonly client: Client
  /** The other end is a trusted proxy: its calls count for its clients, and its connections have no limit of their own. */
  readonly isProxy: boolean
  /** The head of a first request has arrived. */
  hasRequested: boolean
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
