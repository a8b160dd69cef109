import type { SqlEngine, SqlReader } from '#database/sql-engine'
import { transactUnit } from '#database/unit-of-work'
import { type EventsRemoved, maxWebhooks, type Webhook, type WebhookRegistry } from '#domain/webhooks/webhook-store'
import { readCut } from '#store/event-cut/event-cut'
import { lockSeller } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'
import { changeSealed } from '#store/sealed-sets/sealed-sets'
import { webhookSet } from '#store/sealed-sets/sealed-tables'
import {
  deleteWebhook,
  findWebhooks,
  insertWebhook,
  rewindWebhook,
  webhookOfRow,
  webhookSecretContext,
} from '#store/tables/webhook'

type RegistryParts = Readonly<{ engine: SqlEngine; keyring: Keyring }>

/** Keeps the webhooks of sellers, their secrets encrypted. */
export function createWebhookRegistry({ engine, keyring }: RegistryParts): WebhookRegistry {
  return {
    addWebhook(webhook, nowMs) {
      const { sellerId, webhookId, url } = webhook
      return transactUnit(engine, { sellerId }, async (unit) => {
        // Of two that add at the same time, the second must see what the first added.
        await lockSeller({ unit, keyring }, sellerId)
        const removed = await eventsRemovedPast(unit, sellerId, webhook.cursorSeq)
        if (removed !== undefined) return removed
        const others = await webhooksOf(unit, sellerId)
        if (others.some((other) => other.url === url)) return 'exists'
        if (others.length >= maxWebhooks) return 'too-many'
        const change = {
          transaction: unit,
          keyring,
          set: webhookSet,
          key: { seller_id: sellerId, webhook_id: webhookId },
        }
        await changeSealed(change, ({ secrets }) => {
          const secretSealed = secrets.seal(webhook.secret, webhookSecretContext(webhook))
          return unit.run(insertWebhook(webhook, secretSealed, nowMs))
        })
        return 'added'
      })
    },
    listWebhooks: (sellerId) => webhooksOf(engine.reader, sellerId),
    removeWebhook({ sellerId, webhookId }) {
      return engine.transact(
        async (transaction) => {
          const key = { seller_id: sellerId, webhook_id: webhookId }
          const removed = await changeSealed({ transaction, keyring, set: webhookSet, key }, () =>
            transaction.run(deleteWebhook({ sellerId, webhookId })),
          )
          return removed > 0 ? 'removed' : 'unknown'
        },
        { sellerId },
      )
    },
    replayWebhook({ sellerId, webhookId }, afterSeq, nowMs) {
      return transactUnit(engine, { sellerId }, async (unit) => {
        // A removal of events that takes the lock first is seen here, and one that comes later sees the cursor.
        await lockSeller({ unit, keyring }, sellerId)
        const removed = await eventsRemovedPast(unit, sellerId, afterSeq)
        if (removed !== undefined) return removed
        const rewound = await unit.run(rewindWebhook({ cursorSeq: afterSeq, startedAtMs: nowMs, sellerId, webhookId }))
        return rewound === 0 ? 'unknown' : 'replaying'
      })
    },
  }
}

/** @returns undefined where all events past the number are kept */
async function eventsRemovedPast(
  reader: SqlReader,
  sellerId: string,
  afterSeq: number,
): Promise<EventsRemoved | undefined> {
  const cut = await readCut(reader, sellerId)
  return cut === undefined || cut.seq <= afterSeq ? undefined : { removedThroughSeq: cut.seq }
}

async function webhooksOf(reader: SqlReader, sellerId: string): Promise<readonly Webhook[]> {
  const rows = await reader.all(findWebhooks({ sellerId }))
  return rows.map((row) => webhookOfRow(row).webhook).toSorted(inOrderOfAddition)
}

function inOrderOfAddition(left: Webhook, right: Webhook): number {
  return left.createdAtMs - right.createdAtMs || (left.webhookId < right.webhookId ? -1 : 1)
}
