import type { WebhookWrite } from '#domain/webhooks/webhook-store'
import { changeSealed } from '#store/keys/sealed-sets'
import { webhookSet } from '#store/keys/sealed-tables'
import { deleteWebhook, insertWebhook, rewindWebhook, webhookSecretContext } from '#store/tables/webhook'
import type { SharedParts } from './shared-parts.ts'

/** Adds and removes webhooks, and sends events to them again. */
export async function applyWebhooks(parts: SharedParts, writes: readonly WebhookWrite[]): Promise<void> {
  for (const write of writes) {
    await applyOne(parts, write)
    const { sellerId, told } = toldOf(write)
    parts.headOf(sellerId).append([{ kind: 'webhook', count: 1, after: JSON.stringify(told) }])
  }
}

async function applyOne({ unit, keyring, origin }: SharedParts, write: WebhookWrite): Promise<void> {
  const { sellerId, webhookId } = write.kind === 'added' ? write.webhook : write.key
  const named = { sellerId, webhookId }
  const key = { seller_id: sellerId, webhook_id: webhookId }
  const change = { transaction: unit, keyring, set: webhookSet, key }
  switch (write.kind) {
    case 'added':
      await changeSealed(change, ({ secrets }) => {
        const { webhook } = write
        const secretSealed = secrets.seal(webhook.secret, webhookSecretContext(webhook))
        return unit.run(insertWebhook(webhook, secretSealed, origin.atMs))
      })
      break
    case 'removed':
      await changeSealed(change, () => unit.run(deleteWebhook(named)))
      break
    case 'replayed':
      await unit.run(rewindWebhook({ cursorSeq: write.afterSeq, startedAtMs: origin.atMs, ...named }))
  }
}

function toldOf(write: WebhookWrite): Readonly<{ sellerId: string; told: object }> {
  switch (write.kind) {
    case 'added': {
      const { sellerId, webhookId, url } = write.webhook
      return { sellerId, told: { webhook_id: webhookId, act: 'added', url } }
    }
    case 'removed':
      return { sellerId: write.key.sellerId, told: { webhook_id: write.key.webhookId, act: 'removed' } }
    case 'replayed': {
      const { key, afterSeq } = write
      return { sellerId: key.sellerId, told: { webhook_id: key.webhookId, act: 'replayed', after_seq: afterSeq } }
    }
  }
}
