import type { SqlEngine } from '#database/sql-engine'
import type { WebhookRegistry } from '#domain/webhooks/webhook-store'
import type { Keyring } from '#store/keys/keyring'
import { findWebhook, findWebhooks, webhookOfRow, webhookSecretContext, webhooksOfRows } from '#store/tables/webhook'

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
