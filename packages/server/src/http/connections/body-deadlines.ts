import type { IncomingMessage } from 'node:http'
import { requestTimeoutAnswer } from './connection-sweep.ts'

/** Ends requests whose bodies do not arrive in time. */
export type LateBodies = Readonly<{ watch(request: IncomingMessage): void; stop(): void }>

/**
 * Node's own limit holds for a whole server; this one leaves out the paths that stream. In work are those that have a
 * body, in the order they came.
 */
export function createLateBodies(timeoutMs: number): LateBodies {
  const arriving = new Map<IncomingMessage, number>()
  const timer = setInterval(() => {
    for (const [request, sinceMs] of arriving) {
      if (performance.now() - sinceMs < timeoutMs) return
      arriving.delete(request)
      if (!request.complete) endRequest(request)
    }
  }, timeoutMs / 10).unref()
  return {
    watch(request) {
      const { 'content-length': length, 'transfer-encoding': encoding } = request.headers
      if (encoding === undefined && (length === undefined || length === '0')) return
      arriving.set(request, performance.now())
      request.once('close', () => arriving.delete(request))
    },
    stop: () => clearInterval(timer),
  }
}

/** As Node answers where its own limit is passed. */
function endRequest({ socket }: IncomingMessage): void {
  socket.end(requestTimeoutAnswer, () => socket.destroy())
}
