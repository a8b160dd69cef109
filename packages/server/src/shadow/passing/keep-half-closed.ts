import type { Server } from 'node:http'

/**
 * Callers that end their side of the connection after the request still get the answer, as they may at the upstream. One that has left looks
 * the same; its call goes on until the answer or the deadline.
 */
export function keepHalfClosed(server: Server): void {
  // Without it, node:http ends the connection. The property has no type and no page in its documentation.
  Object.assign(server, { httpAllowHalfOpen: true })
}
