import { LostRaceError } from '#database/database-errors'
import { readValue } from '#database/record'
import type { SqlEngine, SqlTransaction } from '#database/sql-engine'
import { transactRepeating } from '#database/transactions'
import { anyOf, resealed } from '#encryption/cipher'
import type { KeyGeneration } from '#encryption/key-generation'
import type { Keyring } from '#store/keys/keyring'
import { rekeySealedSet, type SealedSet } from '#store/keys/sealed-sets'
import { appSet, operatorSet, sealedTables, webhookSet } from '#store/keys/sealed-tables'
import { memberKeyContext } from '#store/members/member-key-reader'
import { listAppSecrets, resealAppSecrets } from '#store/tables/app'
import {
  deleteMemberKeys,
  findMemberKeyMark,
  findMemberKeysOfOthers,
  insertMemberKey,
  listSellersWithKeys,
  lockMemberKeyMark,
  memberKeyOfRow,
  memberKeyResealed,
  raiseMemberKeyMark,
} from '#store/tables/member-key'
import { listOperatorSecrets, resealOperatorSecret } from '#store/tables/operator'
import { listAllWebhooks, setWebhookSecret, webhookOfRow, webhookSecretContext } from '#store/tables/webhook'
import { finishedByAnother } from './key-steps.ts'

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

type MemberKeysRekey = Readonly<{
  /** Engine of the database with the keys. */
  engine: SqlEngine
  keyring: Keyring
  /** Called with the number of keys that were sealed anew, after each commit. */
  onRekeyed: (keys: number) => Promise<void>
}>

/** Keys of one transaction: some 10 ms of the processor. Blocks erasure of these members and creation of new keys. */
const blockSize = 1_000

/**
 * Seals the keys of members under other keys. From the first commit on, new ones are sealed so too, whichever process makes them.
 * @returns how many keys do not open, since they were altered by hand; they stay as they are
 */
export async function rekeyMemberKeys(rekey: MemberKeysRekey, to: KeyGeneration): Promise<number> {
  const { engine, onRekeyed } = rekey
  await transactRepeating(engine, (transaction) => transaction.run(raiseMemberKeyMark({ generation: to.generation })))
  let unreadable = 0
  for (const [sellerId] of await engine.reader.all(listSellersWithKeys())) {
    for (let last: number | undefined = 0; last !== undefined; ) {
      const afterNo: number = last
      const block: RekeyedBlock = await transactRepeating(engine, (transaction) =>
        rekeyBlock({ ...rekey, transaction }, { sellerId: String(sellerId), afterNo }, to),
      )
      unreadable += block.unreadable
      last = block.last
      await onRekeyed(block.rekeyed)
    }
  }
  return unreadable
}

type RekeyedBlock = Readonly<{
  rekeyed: number
  unreadable: number
  /** The last member of the block; undefined if there was none. */
  last: number | undefined
}>

/**
 * In a few statements: over a network a statement for each key would take ten times as long. The mark keeps other commands out.
 * @throws LostRaceError when a member was erased meanwhile, whose key stays deleted; OperatorError when a later rotation has begun
 */
async function rekeyBlock(
  { keyring, transaction }: MemberKeysRekey & Readonly<{ transaction: SqlTransaction }>,
  { sellerId, afterNo }: Readonly<{ sellerId: string; afterNo: number }>,
  to: KeyGeneration,
): Promise<RekeyedBlock> {
  // The former key is the likeliest: to try the other first costs as much again.
  const from = anyOf(keyring.live.map(({ memberKeys }) => memberKeys).toReversed())
  await transaction.run(lockMemberKeyMark())
  if (Number(await readValue(transaction, findMemberKeyMark())) !== to.generation) throw finishedByAnother()
  const rows = await transaction.all(
    findMemberKeysOfOthers({ sellerId, afterMemberNo: afterNo, generation: to.generation, limit: blockSize }),
  )
  const newest = rows.at(-1)
  if (newest === undefined) return { rekeyed: 0, unreadable: 0, last: undefined }
  const changed = rows.flatMap((row) => {
    const { memberNo, sealed } = memberKeyOfRow(row)
    if (sealed === undefined) return []
    const anew = resealed(sealed, memberKeyContext(sellerId, memberNo), { from, to: to.memberKeys })
    return anew === undefined ? [] : [memberKeyResealed(row, anew, to.generation)]
  })
  if (changed.length > 0) {
    const list = changed.map((row) => memberKeyOfRow(row).memberNo)
    const removed = await transaction.run(deleteMemberKeys({ sellerId, memberNos: list }))
    if (removed !== changed.length) throw new LostRaceError('a member was erased while its key was sealed anew')
    await transaction.insertMany(insertMemberKey.text, changed)
  }
  const rekeyed = changed.length
  return { rekeyed, unreadable: rows.length - rekeyed, last: memberKeyOfRow(newest).memberNo }
}
