import type { EventReader } from '#domain/events/event-store'

/** A URL to which a seller's events are sent, and the progress of delivery. */
export type Webhook = Readonly<{
  sellerId: string
  webhookId: string
  url: string
  createdAtMs: number
  /** Number of the last event that was acknowledged or skipped; the next delivery starts after it. */
  cursorSeq: number
  /** When delivery from the cursor was requested: when it was added, or last replayed. */
  startedAtMs: number
  /** Attempts that failed since the last acknowledgment. */
  failures: number
  /** Earliest time of the next attempt; 0: immediately. */
  nextAttemptMs: number
  /** Kept after the webhook recovered; `failures` shows whether it still fails. Contains no payload and no secret. */
  lastError: string | undefined
  lastErrorAtMs: number | undefined
  acknowledgedAtMs: number | undefined
  skippedEvents: number
  /** The server process that delivers, until `leaseUntilMs`. */
  leaseOwner: string | undefined
  leaseUntilMs: number
}>

export type WebhookKey = Readonly<{ sellerId: string; webhookId: string }>

export type NewWebhook = WebhookKey & Readonly<{ url: string; secret: string; cursorSeq: number }>

/** A webhook is added or removed, or all events after a number are sent to it again. */
export type WebhookWrite =
  | Readonly<{ kind: 'added'; webhook: NewWebhook }>
  | Readonly<{ kind: 'removed'; key: WebhookKey }>
  | Readonly<{ kind: 'replayed'; key: WebhookKey; afterSeq: number }>

export interface WebhookRegistry {
  /** Reads webhooks in the order in which they were added. */
  listWebhooks(sellerId: string): Promise<readonly Webhook[]>
  /** What its deliveries are signed with; undefined: there is no such webhook. */
  findSecret(webhook: WebhookKey): Promise<string | undefined>
}

/** Delivery cannot begin before the events that are kept: the last number that was removed. */
export type EventsRemoved = Readonly<{ removedThroughSeq: number }>

/** One process's right to deliver, until a moment of the host's clock. */
type Lease = Readonly<{ owner: string; nowMs: number; untilMs: number }>

/** A webhook that its caller may deliver to now. */
export type LeasedWebhook = Webhook & Readonly<{ secret: string }>

/** Identifies the step that an answer belongs to: it counts only while lease and cursor are unchanged. */
export type DeliveryStep = WebhookKey & Readonly<{ owner: string; fromSeq: number }>

/**
 * The store of the delivery worker. Of several processes on one store exactly one holds a webhook's lease; every change names the lease
 * and the cursor it is based on, and returns whether both were unchanged.
 */
export interface DeliveryQueue {
  /** Webhooks of all sellers that have events past their cursor. */
  listWebhooksBehind(): Promise<readonly Webhook[]>
  /** Takes a lease that is free, expired, or the owner's own; undefined when another process holds it. */
  takeLease(webhook: WebhookKey, lease: Lease): Promise<LeasedWebhook | undefined>
  /** Moves the cursor and renews the lease. */
  acknowledge(
    step: DeliveryStep,
    to: Readonly<{ cursorSeq: number; nowMs: number; leaseUntilMs: number }>,
  ): Promise<boolean>
  recordFailure(
    step: DeliveryStep,
    failure: Readonly<{ error: string; nowMs: number; nextAttemptMs: number }>,
  ): Promise<boolean>
  /** Moves the cursor past skipped events. */
  skip(
    step: DeliveryStep,
    to: Readonly<{ cursorSeq: number; events: number; reason: string; nowMs: number }>,
  ): Promise<boolean>
  /** Lets another process take the lease immediately. */
  releaseLease(webhook: WebhookKey, owner: string): Promise<void>
}

export const maxWebhooks = 20

/** A webhook and how far it is behind. */
export type WebhookReport = Webhook &
  Readonly<{
    /** Number of the seller's newest event; `newestSeq - cursorSeq` events wait. */
    newestSeq: number
    /** When the oldest waiting event happened. */
    waitingSinceMs: number | undefined
  }>

type Dependencies = Readonly<{ webhooks: WebhookRegistry; events: EventReader }>

/** A seller's webhooks in the order in which they were added. */
export async function reportWebhooks(
  sellerId: string,
  { webhooks, events }: Dependencies,
): Promise<readonly WebhookReport[]> {
  const reports: WebhookReport[] = []
  for (const webhook of await webhooks.listWebhooks(sellerId)) {
    const page = await events.listEvents({ sellerId, afterSeq: webhook.cursorSeq, limit: 1 })
    reports.push({ ...webhook, newestSeq: page.newestSeq, waitingSinceMs: page.events[0]?.atMs })
  }
  return reports
}

const firstPauseMs = 1_000
/** With jitter the longest pause is an hour. */
const longestPauseMs = 2_880_000

/**
 * How long to wait after a failed delivery: 1 s, 2 s, 4 s … at most an hour, each up to a quarter longer, so that the
 * webhooks of a receiver that was down do not all retry at the same moment.
 * @param failures since the last acknowledgment, from 1
 * @param random from 0 to 1
 * @returns milliseconds
 */
export function retryPauseMs(failures: number, random: number): number {
  const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures - 1, 30))
  return Math.round(pauseMs * (1 + random / 4))
}

/** What a receiver answered to a delivery without events. `reason` contains neither the URL nor anything that the receiver wrote. */
export type WebhookTest = Readonly<{ reason: string | undefined; durationMs: number }>

/** Posts a delivery without events to a webhook, beside those that wait. @returns undefined: there is no such webhook */
export type TestWebhook = (key: WebhookKey) => Promise<WebhookTest | undefined>
