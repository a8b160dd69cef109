import type { IncomingMessage } from 'node:http'
import { requestTimeoutAnswer } from './connections.ts'

/** Ends requests whose bodies do not arrive in time. */
export type BodyDeadlines = Readonly<{ watch(request: IncomingMessage): void; stop(): void }>

/**
 * Replaces the request timeout of node:http, which holds for a whole server: here the paths that stream are not watched.
 * @param timeoutMs for a whole body, from its head on
 */
export function createBodyDeadlines(timeoutMs: number): BodyDeadlines {
  /** Requests with a body by when their head came, oldest first. */
  const arriving = new Map<IncomingMessage, number>()
  const timer = setInterval(() => {
    for (const [request, sinceMs] of arriving) {
      if (performance.now() - sinceMs < timeoutMs) return
      arriving.delete(request)
      const { complete, socket } = request
      if (!complete) socket.end(requestTimeoutAnswer, () => socket.destroy())
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
