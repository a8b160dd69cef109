import type { ConsentTaking } from '#domain/access/access-store'
import type { SharedChanges } from '#domain/lifecycle/shared-changes'
import type { WebhookWrite } from '#domain/webhooks/webhook-store'
import { changeConsent, codesOf } from '#store/access/oauth-grants'
import { changeSealed } from '#store/keys/sealed-sets'
import { webhookSet } from '#store/keys/sealed-tables'
import { findGrantsOfApp, oauthGrantOfRow, setOperatorOfConsent } from '#store/tables/oauth-grant'
import { deleteWebhook, insertWebhook, rewindWebhook, webhookSecretContext } from '#store/tables/webhook'
import { applyApps, applyPlacements, applySellers, applySessions } from './apply-apps.ts'
import { applyOperators } from './apply-operators.ts'
import type { SharedParts } from './shared-parts.ts'
import type { Appliers } from './writer-parts.ts'

/** Write changes of apps, sessions, operators, sellers and webhooks, with their events. */
export const sharedAppliers: Pick<Appliers, keyof SharedChanges> = {
  seller: applySellers,
  sellerPlaced: applyPlacements,
  app: applyApps,
  session: applySessions,
  consents: applyConsents,
  operator: applyOperators,
  webhook: applyWebhooks,
}

/** Gives consents of an app to another operator. */
async function applyConsents(parts: SharedParts, takings: readonly ConsentTaking[]): Promise<void> {
  const { unit, keyring, headOf } = parts
  for (const { appKey, sellerId, operatorName } of takings) {
    const grants = (await unit.all(findGrantsOfApp({ appKey, sellerId }))).map(oauthGrantOfRow)
    for (const code of codesOf(grants.filter((grant) => grant.operatorName !== operatorName))) {
      await changeConsent({ transaction: unit, keyring }, code, () =>
        unit.run(setOperatorOfConsent({ operatorName, codeDigest: code })),
      )
    }
    const after = JSON.stringify({ app_key: appKey, act: 'consent_taken' })
    headOf(sellerId).append([{ kind: 'app', count: 1, after }])
  }
}

/** Adds and removes webhooks, and sends events to them again. */
async function applyWebhooks(parts: SharedParts, writes: readonly WebhookWrite[]): Promise<void> {
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
