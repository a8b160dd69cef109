import { createServer, type IncomingMessage } from 'node:http'
import { announce, port, receive } from './print-events.ts'
import { maxBodyBytes } from './receive-delivery.ts'

/** The receiver on `node:http` alone. */
const server = createServer((request, response) => {
  statusOf(request).then(
    (status) => response.writeHead(status).end(),
    // The sender went away before the end of its body.
    () => response.destroy(),
  )
})
server.listen(port, '127.0.0.1', announce)

async function statusOf(request: IncomingMessage): Promise<number> {
  if (request.method !== 'POST' || request.url !== '/hook') return 404
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request) {
    bytes += piece.length
    if (bytes > maxBodyBytes) return 413
    pieces.push(piece)
  }
  return receive({ headers: request.headers, body: Buffer.concat(pieces) })
}
