import type { SqlEngine, SqlReader } from '#database/sql-engine'
import { transactUpserting } from '#database/transact-upserting'
import { maxWebhooks, type Webhook, type WebhookRegistry } from '#domain/webhooks/webhook-store'
import type { Cipher } from '#encryption/cipher'
import type { Seals } from '#encryption/seals'
import { changeSealed } from '#store/sealed-sets/sealed-sets'
import { webhookSet } from '#store/sealed-sets/sealed-tables'
import { webhookOfRow, webhookSecretContext } from '#store/tables/webhook-row'
import { deleteWebhook, findWebhooks, insertWebhook, rewindWebhook } from '#store/tables/webhook-statements'
import { lockIssuers } from '#store/writing/lock-issuers'

type RegistryParts = Readonly<{ engine: SqlEngine; cipher: Cipher; seals: Seals }>

/** Keeps the webhooks of sellers, their secrets encrypted. */
export function createWebhookRegistry({ engine, cipher, seals }: RegistryParts): WebhookRegistry {
  return {
    addWebhook(webhook, nowMs) {
      const { sellerId, webhookId, url, cursorSeq } = webhook
      const sealed = cipher.seal(webhook.secret, webhookSecretContext(webhook))
      return transactUpserting(
        engine,
        async (transaction) => {
          // The seller's own lock: of two who add at once, the second must see what the first added.
          await lockIssuers(transaction, sellerId)
          const standing = await webhooksOf(transaction, sellerId)
          // The answer to the COMMIT was lost, and the work run again.
          if (standing.some((other) => other.webhookId === webhookId && other.url === url)) return 'added'
          if (standing.some((other) => other.url === url)) return 'exists'
          if (standing.length >= maxWebhooks) return 'too-many'
          const change = { transaction, seals, set: webhookSet, key: [sellerId, webhookId] }
          const values = [sellerId, webhookId, url, sealed, nowMs, cursorSeq, nowMs]
          await changeSealed(change, () => transaction.run(insertWebhook, values))
          return 'added'
        },
        sellerId,
      )
    },
    listWebhooks: (sellerId) => webhooksOf(engine.reader, sellerId),
    removeWebhook({ sellerId, webhookId }) {
      // Stays true where the answer to the COMMIT was lost and the work is run again.
      let isRemoved = false
      return engine.transact(async (transaction) => {
        const key = [sellerId, webhookId]
        const change = { transaction, seals, set: webhookSet, key }
        const removed = await changeSealed(change, () => transaction.run(deleteWebhook, key))
        isRemoved ||= removed > 0
        return isRemoved ? 'removed' : 'unknown'
      }, sellerId)
    },
    replayWebhook({ sellerId, webhookId }, afterSeq, nowMs) {
      return engine.transact(async (transaction) => {
        const rewound = await transaction.run(rewindWebhook, [afterSeq, nowMs, sellerId, webhookId])
        return rewound === 0 ? 'unknown' : 'replaying'
      }, sellerId)
    },
  }
}

async function webhooksOf(reader: SqlReader, sellerId: string): Promise<readonly Webhook[]> {
  const rows = await reader.all(findWebhooks, [sellerId])
  return rows.map(webhookOfRow).toSorted(inOrderOfAddition)
}

function inOrderOfAddition(left: Webhook, right: Webhook): number {
  return left.createdAtMs - right.createdAtMs || (left.webhookId < right.webhookId ? -1 : 1)
}
