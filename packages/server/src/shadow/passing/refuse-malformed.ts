import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * Answers requests that the parser refuses like node:http does by itself, and tells of them: such a call never reaches the upstream.
 * @param onMalformed gets the code of the parser
 */
export function refuseMalformed(server: Server, onMalformed: (code: string) => void): void {
  const latest = new WeakMap<Duplex, ServerResponse>()
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => latest.set(socket, response))
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const { code = '' } = error
    if (code.startsWith('HPE_')) onMalformed(code)
    if (!socket.writable || isAnswering(latest.get(socket))) return void socket.destroy()
    socket.end(`HTTP/1.1 ${statuses[code] ?? '400 Bad Request'}\r\nConnection: close\r\n\r\n`, () => socket.destroy())
  })
}

/**
 * Whether bytes would come into the middle of an answer and look like a part of it.
 * @param response the latest of the connection, without a socket while it waits for the one before
 */
function isAnswering(response: ServerResponse | undefined): boolean {
  if (response === undefined || response.writableFinished) return false
  return response.headersSent || response.socket === null
}

/** By the code of the fault. */
const statuses: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}
