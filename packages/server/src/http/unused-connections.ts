import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Node closes connections that are idle after a request, but not those that never sent one: a load balancer's spare
 * connections would hold up the end until the limit.
 */
export function watchUnused(server: Server): Readonly<{ close: () => void }> {
  const unused = new Set<Socket>()
  const add = (socket: Socket) => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  }
  server.on('connection', add)
  // With TLS requests come from a socket around the one that connected.
  server.on('secureConnection', (secured: Socket) => {
    for (const socket of unused) if (isSamePeer(socket, secured)) unused.delete(socket)
    add(secured)
  })
  server.on('request', ({ socket }: IncomingMessage) => unused.delete(socket))
  return {
    close() {
      for (const socket of unused) socket.destroy()
    },
  }
}

function isSamePeer(one: Socket, other: Socket): boolean {
  return one.remotePort === other.remotePort && one.remoteAddress === other.remoteAddress
}
