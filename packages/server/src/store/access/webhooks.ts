import type { BoundStatement, SqlEngine } from '#database/sql-engine'
import type { DeliveryQueue, WebhookRegistry } from '#domain/webhooks/webhook-store'
import type { Keyring } from '#store/keys/keyring'
import { refuseFenced, SellerMovedError } from '#store/schema/move-mark'
import {
  acknowledgeWebhook,
  failWebhook,
  findWebhook,
  findWebhooks,
  findWebhooksBehind,
  releaseWebhookLease,
  skipWebhook,
  takeWebhookLease,
  webhookOfRow,
  webhookSecretContext,
  webhooksOfRows,
} from '#store/tables/webhook'

type RegistryParts = Readonly<{ engine: Pick<SqlEngine, 'reader'>; keyring: Keyring }>

/** Reads the webhooks of sellers, and their secrets, which are stored encrypted. */
export function createWebhookRegistry({ engine: { reader }, keyring }: RegistryParts): WebhookRegistry {
  return {
    listWebhooks: async (sellerId) => webhooksOfRows(await reader.all(findWebhooks({ sellerId }))),
    async findSecret(key) {
      const row = await reader.one(findWebhook(key))
      return row && keyring.secrets.open(webhookOfRow(row).secretSealed, webhookSecretContext(key))
    },
  }
}

const maxErrorLength = 255

/**
 * Leases and cursors of deliveries. Each change is one conditional UPDATE, decided by the number of rows it wrote. Of a seller that moves, the
 * lease is lost.
 */
export function createDeliveryQueue(engine: SqlEngine, keyring: Keyring): DeliveryQueue {
  const update = (sellerId: string, statement: BoundStatement) =>
    unlessMoved(() =>
      engine.transact(
        async (transaction) => {
          await refuseFenced(transaction, sellerId)
          return (await transaction.run(statement)) > 0
        },
        { sellerId },
      ),
    ).then((isWritten) => isWritten ?? false)
  return {
    async listWebhooksBehind() {
      return (await engine.reader.all(findWebhooksBehind())).map((row) => webhookOfRow(row).webhook)
    },
    takeLease(key, { owner, nowMs, untilMs }) {
      const { sellerId, webhookId } = key
      return unlessMoved(() =>
        engine.transact(
          async (transaction) => {
            await refuseFenced(transaction, sellerId)
            const taken = await transaction.run(
              takeWebhookLease({ owner, leaseUntilMs: untilMs, sellerId, webhookId, nowMs }),
            )
            if (taken === 0) return undefined
            const row = await transaction.one(findWebhook({ sellerId, webhookId }))
            if (row === undefined) throw new Error('a webhook whose row was deleted while it was leased')
            const { webhook, secretSealed } = webhookOfRow(row)
            return { ...webhook, secret: keyring.secrets.open(secretSealed, webhookSecretContext(key)) }
          },
          { sellerId },
        ),
      )
    },
    acknowledge: (step, { cursorSeq, nowMs, leaseUntilMs }) =>
      update(step.sellerId, acknowledgeWebhook({ ...step, cursorSeq, nowMs, leaseUntilMs })),
    recordFailure: (step, { error, nowMs, nextAttemptMs }) =>
      update(step.sellerId, failWebhook({ ...step, error: error.slice(0, maxErrorLength), nowMs, nextAttemptMs })),
    skip: (step, { cursorSeq, events, reason, nowMs }) => {
      const error = reason.slice(0, maxErrorLength)
      return update(step.sellerId, skipWebhook({ ...step, cursorSeq, events, error, nowMs }))
    },
    async releaseLease({ sellerId, webhookId }, owner) {
      await update(sellerId, releaseWebhookLease({ sellerId, webhookId, owner }))
    },
  }
}

async function unlessMoved<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof SellerMovedError) return undefined
    throw error
  }
}
