import type { SqlEngine, SqlTransaction } from '#database/sql-engine'
import { transactRepeating } from '#database/transactions'
import { resealed } from '#encryption/cipher'
import type { KeyGeneration } from '#encryption/key-generation'
import type { Keyring } from '#store/keys/keyring'
import { rekeySealedSet, type SealedSet } from '#store/keys/sealed-sets'
import { appSet, operatorSet, sealedTables, webhookSet } from '#store/keys/sealed-tables'
import { listAppSecrets, resealAppSecrets } from '#store/tables/app'
import { listOperatorSecrets, resealOperatorSecret } from '#store/tables/operator'
import { listAllWebhooks, setWebhookSecret, webhookOfRow, webhookSecretContext } from '#store/tables/webhook'

type SetsRekey = Readonly<{ engine: SqlEngine; keyring: Keyring }>

/** Seals every sealed table, and the secrets of apps, operators and webhooks in them, under other keys: one transaction each. Altered secrets stay as they are. */
export async function rekeySets({ engine, keyring }: SetsRekey, to: KeyGeneration): Promise<void> {
  for (const set of sealedTables) {
    await transactRepeating(engine, (transaction) =>
      rekeySealedSet({ transaction, keyring, set }, to, () => reseal({ transaction, keyring, set }, to)),
    )
  }
}

type Reseal = Readonly<{ transaction: SqlTransaction; keyring: Keyring; set: SealedSet }>

async function reseal({ transaction, keyring, set }: Reseal, { secrets }: KeyGeneration): Promise<void> {
  if (set === appSet) {
    for (const row of await transaction.all(listAppSecrets())) {
      await transaction.run(resealAppSecrets(row, keyring.secrets, secrets))
    }
  }
  if (set === operatorSet) {
    for (const row of await transaction.all(listOperatorSecrets())) {
      await transaction.run(resealOperatorSecret(row, keyring.secrets, secrets))
    }
  }
  if (set === webhookSet) {
    for (const row of await transaction.all(listAllWebhooks())) {
      const { webhook, secretSealed } = webhookOfRow(row)
      const anew = resealed(secretSealed, webhookSecretContext(webhook), { from: keyring.secrets, to: secrets })
      await transaction.run(
        setWebhookSecret({
          secretSealed: anew ?? secretSealed,
          sellerId: webhook.sellerId,
          webhookId: webhook.webhookId,
        }),
      )
    }
  }
}
