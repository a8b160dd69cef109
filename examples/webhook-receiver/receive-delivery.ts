import { type CouponEvent, constructEvents, WebhookError, type WebhookHeaders } from '@yaoquan/client'
import type { Progress } from './open-progress.ts'

export type Delivery = Readonly<{
  headers: WebhookHeaders
  /** The bytes as received: text that was parsed and written again has another signature. Express and Fastify have none for an empty body. */
  body: Uint8Array | undefined
}>

export type Receiver = Readonly<{
  /** What `yaoquan webhook add` printed. */
  secret: string
  progress: Progress
  /** Called once per event, in order. If it throws, the server sends the event again. */
  handle: (event: CouponEvent) => Promise<void>
}>

/** A delivery holds at most 100 events; this leaves room for the longest ones. */
export const maxBodyBytes = 4 * 1024 * 1024

/**
 * Makes the function that each of the three servers calls with a POST.
 * @returns the HTTP status: 204 acknowledges a delivery, 401 refuses one that is not genuine, and 500 asks for it again
 */
export function createReceiver({ secret, progress, handle }: Receiver): (delivery: Delivery) => Promise<number> {
  // Handles one delivery at a time: two in parallel could handle the same event twice.
  let previous = Promise.resolve()

  /** Skips events that were handled before: the server repeats what was not acknowledged, an attacker what was recorded. */
  async function handleNew(sellerId: string, events: readonly CouponEvent[]): Promise<void> {
    for (const event of events) {
      if (event.eventSeq <= progress.lastSeq(sellerId)) continue
      await handle(event)
      progress.save(sellerId, event.eventSeq)
    }
  }

  return async ({ headers, body }) => {
    try {
      const { sellerId, events } = constructEvents(body ?? new Uint8Array(), { headers, secret })
      const handling = previous.then(() => handleNew(sellerId, events))
      // The next delivery waits for this one, and does not fail with it.
      previous = handling.catch(() => undefined)
      await handling
      return 204
    } catch (error) {
      if (!(error instanceof WebhookError)) {
        console.error(error)
        return 500
      }
      console.error(`refused a delivery: ${error.message}`)
      return 401
    }
  }
}
