import type { Socket } from 'node:net'
import type { Client } from './clients.ts'

/** An open connection, and what it waits for. */
export type Connection = {
  /** With TLS the one around the socket that connected. */
  socket: Socket
  readonly client: Client
  /** A trusted proxy's calls count for its clients, and its connections have no limit of their own. */
  readonly isProxy: boolean
  /** Whether a whole head has come. */
  hasAsked: boolean
  /** Whether a body is still to come. */
  isArriving: boolean
  isClosed: boolean
  /** Address and port of the other end, with TLS. */
  readonly peer: string
  /** On the scale of `performance.now()`, while it is pending. */
  pendingSinceMs: number
  /** Bytes that had come when they were looked at, and when they grew last. */
  seenBytes: number
  seenAtMs: number
}
