import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * Answers requests that the parser refuses like node:http does by itself, and tells of them: such a call never reaches the upstream. Calls
 * before it on the connection have been passed on, so they get their answers first.
 * @param onMalformed gets the code of the parser
 */
export function refuseMalformed(server: Server, onMalformed: (code: string) => void): void {
  const latest = new WeakMap<Duplex, Call>()
  const refused = new WeakSet<Duplex>()
  const remember = (request: IncomingMessage, response: ServerResponse) =>
    latest.set(request.socket, { request, response })
  server.on('request', remember).on('checkContinue', remember)
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    // More bytes of the same request are refused again.
    if (refused.has(socket)) return
    refused.add(socket)
    const { code = '' } = error
    if (code.startsWith('HPE_') && code !== callerLeft) onMalformed(code)
    const call = latest.get(socket)
    if (call?.request.complete && isUnderWay(call)) {
      call.response.shouldKeepAlive = false
      call.response.once('close', () => socket.end(() => socket.destroy()))
      return
    }
    if (!socket.writable || isAnswering(call)) return void socket.destroy()
    socket.end(`HTTP/1.1 ${statuses[code] ?? '400 Bad Request'}\r\nConnection: close\r\n\r\n`, () => socket.destroy())
  })
}

/** A request and its response, the latest of their connection. */
type Call = Readonly<{ request: IncomingMessage; response: ServerResponse }>

/** The connection ended inside a request. */
const callerLeft = 'HPE_INVALID_EOF_STATE'

function isUnderWay({ response }: Call): boolean {
  return !response.writableFinished && !response.destroyed
}

/** Whether bytes would come into the middle of an answer and look like a part of it. */
function isAnswering(call: Call | undefined): boolean {
  if (call === undefined || !isUnderWay(call)) return false
  // Without a socket it waits for the one before.
  return call.response.headersSent || call.response.socket === null
}

/** Status lines by the code of the fault. */
const statuses: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/**
 * Callers that end their side of the connection after the request still get the answer, as they may at the upstream. One that has left looks
 * the same; its call goes on until the answer or the deadline.
 */
export function keepHalfClosed(server: Server): void {
  // Without it, node:http ends the connection. The property has no type and no page in its documentation.
  Object.assign(server, { httpAllowHalfOpen: true })
}
