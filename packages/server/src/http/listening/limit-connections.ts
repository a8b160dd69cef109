import type { Server } from 'node:net'

/**
 * Ends further connections at once. Without the second property a worker of node:cluster hands them back, and where all
 * workers are full the primary hands them round without end.
 * @param max open connections
 */
export function limitConnections(server: Server, max: number): void {
  Object.assign(server, { maxConnections: max, dropMaxConnection: true })
}
