/** Where a seller's events are sent, and how far that has come. */
export type Webhook = Readonly<{
  sellerId: string
  webhookId: string
  url: string
  createdAtMs: number
  /** Number of the last event that was acknowledged or given up; the next delivery starts after it. */
  cursorSeq: number
  /** When delivery from the cursor was asked for: when it was added, or last replayed. */
  startedAtMs: number
  /** Attempts that failed since the last acknowledgment. */
  failures: number
  /** Not before; 0: at once. */
  nextAttemptMs: number
  /** Kept after the webhook recovered; `failures` tells whether it still fails. Holds no payload and no secret. */
  lastError: string | undefined
  lastErrorAtMs: number | undefined
  acknowledgedAtMs: number | undefined
  /** Events given up so far. */
  skippedEvents: number
  /** The server process that delivers, as long as `leaseUntilMs` has not come. */
  leaseOwner: string | undefined
  leaseUntilMs: number
}>

export type WebhookKey = Readonly<{ sellerId: string; webhookId: string }>

export type NewWebhook = WebhookKey & Readonly<{ url: string; secret: string; cursorSeq: number }>

/** What an operator does with webhooks. */
export interface WebhookRegistry {
  /** A seller has at most `maxWebhooks`, and each URL once. */
  addWebhook(webhook: NewWebhook, nowMs: number): Promise<'added' | 'exists' | 'too-many'>
  /** In the order in which they were added. */
  listWebhooks(sellerId: string): Promise<readonly Webhook[]>
  removeWebhook(webhook: WebhookKey): Promise<'removed' | 'unknown'>
  /** Sends everything after a number again, from now, failures forgotten. */
  replayWebhook(webhook: WebhookKey, afterSeq: number, nowMs: number): Promise<'replaying' | 'unknown'>
}

/** One process's right to deliver, until a moment of the host's clock. */
export type Lease = Readonly<{ owner: string; nowMs: number; untilMs: number }>

/** A webhook that its caller may deliver to now. */
export type LeasedWebhook = Webhook & Readonly<{ secret: string }>

/** Names the step that an answer belongs to: it counts only while the lease and the cursor are still the caller's. */
export type DeliveryStep = WebhookKey & Readonly<{ owner: string; fromSeq: number }>

/**
 * What the delivery worker asks of the store. Of several processes on one store exactly one holds a webhook's lease;
 * every change names the lease and the cursor it saw, and tells whether both still stood.
 */
export interface DeliveryQueue {
  /** Webhooks of all sellers that have events past their cursor. */
  listWebhooksBehind(): Promise<readonly Webhook[]>
  /** Takes a lease that is free, has run out, or is the owner's own; undefined when another process holds it. */
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
  /** Moves the cursor over events that are given up. */
  skip(
    step: DeliveryStep,
    to: Readonly<{ cursorSeq: number; events: number; reason: string; nowMs: number }>,
  ): Promise<boolean>
  /** Lets the next process begin at once. */
  releaseLease(webhook: WebhookKey, owner: string): Promise<void>
}

export const maxWebhooks = 20
