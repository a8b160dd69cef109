import { done, load, refused } from '#domain/lifecycle/act'
import { sellersOf, sharedAct } from '#domain/lifecycle/shared-act'
import { eventsRemoved, webhooksOf, webhookWritten } from '#domain/lifecycle/shared-changes'
import type { EventsRemoved, Webhook, WebhookKey } from '#domain/webhooks/webhook-store'

type UnknownWebhook = Readonly<{ kind: 'unknown-webhook'; webhookId: string }>

/** Ends a webhook. */
export const removeWebhook = sharedAct<WebhookKey, Readonly<{ webhooks: readonly Webhook[] }>, null, UnknownWebhook>({
  sellers: ({ sellerId }) => sellersOf(sellerId),
  storedWith: ({ sellerId }) => sellerId,
  reads: ({ sellerId }) => load({ webhooks: webhooksOf(sellerId) }),
  decide({ input: key, found: { webhooks } }) {
    const { webhookId } = key
    if (!webhooks.some((webhook) => webhook.webhookId === webhookId)) {
      return refused({ kind: 'unknown-webhook', webhookId })
    }
    return done(null, [webhookWritten({ kind: 'removed', key })])
  },
})

/** `webhookId` undefined: all webhooks of the seller. */
type Replaying = Readonly<{ sellerId: string; webhookId: string | undefined; afterSeq: number }>

type FoundForReplay = Readonly<{ webhooks: readonly Webhook[]; removed: EventsRemoved | undefined }>

type NotReplayed = UnknownWebhook | (EventsRemoved & Readonly<{ kind: 'events-removed' }>)

/** Sends all events after a number again, and forgets failures, of one webhook or all. */
export const replayWebhooks = sharedAct<
  Replaying,
  FoundForReplay,
  Readonly<{ webhookIds: readonly string[] }>,
  NotReplayed
>({
  sellers: ({ sellerId }) => sellersOf(sellerId),
  storedWith: ({ sellerId }) => sellerId,
  reads: ({ sellerId }) => load({ webhooks: webhooksOf(sellerId), removed: eventsRemoved(sellerId) }),
  decide({ input: { sellerId, webhookId, afterSeq }, found: { webhooks, removed } }) {
    const ids = webhooks.map((webhook) => webhook.webhookId).filter((id) => webhookId === undefined || id === webhookId)
    if (webhookId !== undefined && ids.length === 0) return refused({ kind: 'unknown-webhook', webhookId })
    if (removed !== undefined && removed.removedThroughSeq > afterSeq) {
      return refused({ kind: 'events-removed', ...removed })
    }
    const changes = ids.map((id) =>
      webhookWritten({ kind: 'replayed', key: { sellerId, webhookId: id }, afterSeq } as const),
    )
    return done({ webhookIds: ids }, changes)
  },
})
