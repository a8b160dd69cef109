import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Progress } from './open-progress.ts'
import { type DeliveredEvent, type Delivery, readDelivery } from './read-delivery.ts'
import { verifyDelivery } from './verify-delivery.ts'

export type ReceiverOptions = Readonly<{
  /** What `yaoquan webhook add` printed. */
  secret: string
  progress: Progress
  /** Epoch milliseconds. */
  now: () => number
  /** Called once per event, in order. If it throws, the server sends the event again. */
  handle: (event: DeliveredEvent) => Promise<void>
}>

/** A delivery holds at most 100 events; this leaves room for the longest ones. */
const maxBodyBytes = 4 * 1024 * 1024

/**
 * An HTTP server that receives deliveries at `POST /hook`: 204 acknowledges one, 401 refuses one that is not genuine, and
 * 500 asks for it again.
 */
export function createReceiver(options: ReceiverOptions): Server {
  // Handles one delivery at a time: two in parallel could handle the same event twice.
  let previous = Promise.resolve()
  const receive = async (request: IncomingMessage): Promise<number> => {
    if (request.method !== 'POST' || request.url !== '/hook') return 404
    const body = await readBody(request)
    if (body === undefined) return 413
    const verdict = verifyDelivery({ secret: options.secret, headers: request.headers, body, nowMs: options.now() })
    if (verdict !== 'genuine') {
      console.error(`refused a delivery: ${verdict}`)
      return 401
    }
    const handling = previous.then(() => handleNewEvents(readDelivery(body), options))
    // The next delivery waits for this one, and does not fail with it.
    previous = handling.catch(() => undefined)
    await handling
    return 204
  }
  return createServer(async (request, response) => {
    const status = await receive(request).catch((error: unknown) => {
      console.error(error)
      return 500
    })
    response.writeHead(status).end()
  })
}

/** Skips events that were handled before: the server repeats what was not acknowledged, an attacker what was recorded. */
async function handleNewEvents({ seller_id, events }: Delivery, { progress, handle }: ReceiverOptions): Promise<void> {
  for (const event of events) {
    if (event.event_seq <= progress.lastSeq(seller_id)) continue
    await handle(event)
    progress.save(seller_id, event.event_seq)
  }
}

/** @returns the bytes as received, which the signature covers; undefined when there are too many */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request) {
    bytes += piece.length
    if (bytes > maxBodyBytes) return undefined
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
