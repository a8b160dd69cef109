import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Pipelined requests would all begin together, and those of one connection could take the room of all callers.
 * @returns a listener that gets the requests of one connection one after the other, each after the answer before; a connection where more
 * than `maxWaiting` wait is ended
 */
export function inTurn(listener: RequestListener, maxWaiting: number): RequestListener {
  const ahead = new WeakMap<Socket, number>()
  return (request, response) => {
    const { socket } = request
    // A response without a socket waits for the one before.
    if (response.socket !== null) return listener(request, response)
    if (socket.destroyed) return
    const waiting = (ahead.get(socket) ?? 0) + 1
    if (waiting > maxWaiting) return void socket.destroy()
    ahead.set(socket, waiting)
    response.once('socket', () => {
      ahead.set(socket, (ahead.get(socket) ?? 1) - 1)
      process.nextTick(listener, request, response)
    })
  }
}
