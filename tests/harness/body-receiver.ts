import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An address that keeps the bodies of all requests it gets, and answers each with the same status. */
export type BodyReceiver = Readonly<{ url: string; bodies: readonly string[]; stop: () => void }>

/** Listens on a free port of the loopback. */
export async function startBodyReceiver(status = 200): Promise<BodyReceiver> {
  const bodies: string[] = []
  const server = createServer(async (incoming, response) => {
    const pieces: Buffer[] = []
    for await (const piece of incoming) pieces.push(piece)
    bodies.push(Buffer.concat(pieces).toString('utf8'))
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, bodies, stop }
}
