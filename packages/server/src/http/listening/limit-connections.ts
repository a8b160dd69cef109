import type { Server } from 'node:net'

/**
 * Closes connections above a limit. Without `dropMaxConnection` a worker of node:cluster hands them back to the primary,
 * which passes them on without end when all workers are full.
 * @param max open connections
 */
export function limitConnections(server: Server, max: number): void {
  Object.assign(server, { maxConnections: max, dropMaxConnection: true })
}
