import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Stands before a server and treats its connections as networks and machines do. */
export type TcpProxy = Readonly<{
  port: number
  /** Nothing passes any more, and nobody is told. */
  freeze(): void
  /** What was held back passes. */
  thaw(): void
  /** Ends all connections and refuses new ones. */
  down(): void
  up(): void
  /** Passes the next request that holds the text on to the server, then cuts the connection before the answer. */
  cutAnswerTo(text: string): void
  /** The same with the request after so many others. */
  cutAnswerAfter(requests: number): void
  /** Cuts nothing that was not cut. @returns whether there was something */
  dropCut(): boolean
  /** How often somebody sent something after an answer, or for the first time. */
  requests(): number
  /** Changes a text in all requests from now on. @param other of the same length */
  garble(text: string, other: string): void
  close(): Promise<void>
}>

/** @param targetPort of a server on 127.0.0.1 */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let isDown = false
  let isFrozen = false
  let requests = 0
  let isDue: ((bytes: Buffer) => boolean) | undefined
  let garbled: Readonly<{ text: string; other: string }> | undefined
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
    if (isFrozen) socket.pause()
  }
  const server = createServer((client) => {
    if (isDown) return client.destroy()
    const upstream = connect(targetPort, '127.0.0.1')
    let isCut = false
    let isAnswered = true
    for (const socket of [client, upstream]) keep(socket)
    client.on('data', (bytes) => {
      const place = garbled === undefined ? -1 : bytes.indexOf(garbled.text)
      if (garbled !== undefined && place >= 0) bytes.write(garbled.other, place)
      upstream.write(bytes)
      if (isAnswered) requests += 1
      isAnswered = false
      if (isDue?.(bytes) !== true) return
      isDue = undefined
      isCut = true
    })
    upstream.on('data', (bytes) => {
      isAnswered = true
      if (isCut) client.destroy()
      else client.write(bytes)
    })
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
    return undefined
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    freeze() {
      isFrozen = true
      for (const socket of sockets) socket.pause()
    },
    thaw() {
      isFrozen = false
      for (const socket of sockets) socket.resume()
    },
    down() {
      isDown = true
      for (const socket of sockets) socket.destroy()
    },
    up() {
      isDown = false
    },
    cutAnswerTo(text) {
      isDue = (bytes) => bytes.includes(text)
    },
    cutAnswerAfter(requests) {
      let left = requests
      isDue = () => left-- === 0
    },
    requests: () => requests,
    dropCut() {
      const isPending = isDue !== undefined
      isDue = undefined
      return isPending
    },
    garble(text, other) {
      if (text.length !== other.length) throw new RangeError('both texts have one length')
      garbled = { text, other }
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
