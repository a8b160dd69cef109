import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createRawServer, type Socket } from 'node:net'

/** One request as the CRM received it: the bytes of its head, and its body without the framing. */
export type ReceivedRequest = Readonly<{
  method: string
  url: string
  headers: readonly string[]
  body: Buffer
}>

export type SecondCrm = Readonly<{
  port: number
  /** All requests, the oldest first. */
  requests: ReceivedRequest[]
  /** Connections that were opened so far. */
  connections: () => number
  close(): Promise<void>
}>

export type Answering = (request: ReceivedRequest, response: ServerResponse, incoming: IncomingMessage) => void

/** A CRM that is not this one: reads whole requests and answers them as a test says. */
export async function startSecondCrm(
  answer: Answering,
  tls?: Readonly<{ cert: Buffer; key: Buffer }>,
  port = 0,
): Promise<SecondCrm> {
  const requests: ReceivedRequest[] = []
  let connections = 0
  const listener = async (incoming: IncomingMessage, response: ServerResponse) => {
    const pieces: Buffer[] = []
    try {
      for await (const piece of incoming) pieces.push(piece)
    } catch {
      return
    }
    const { method = '', url = '', rawHeaders } = incoming
    const request = { method, url, headers: rawHeaders, body: Buffer.concat(pieces) }
    requests.push(request)
    answer(request, response, incoming)
  }
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A server that speaks in bytes. @param speak gets each connection with what it received first */
export async function startRawCrm(
  speak: (socket: Socket, head: string) => void,
): Promise<Readonly<{ port: number; close(): Promise<void> }>> {
  const sockets = new Set<Socket>()
  const server = createRawServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', (piece) => speak(socket, piece.toString('latin1')))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** The signature of TOP with MD5, written down anew. */
export function topSign(parameters: Readonly<Record<string, string>>, secret: string, body = ''): string {
  const base = Object.keys(parameters)
    .filter((name) => name !== 'sign')
    .sort()
    .map((name) => name + parameters[name])
    .join('')
  return createHash('md5').update(`${secret}${base}${body}${secret}`).digest('hex').toUpperCase()
}
