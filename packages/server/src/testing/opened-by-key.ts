import { isSameCell } from '#database/record'
import type { SqlReader, SqlRow } from '#database/sql-engine'
import { positional } from '#database/statement'
import { createKeyGeneration, type KeyGeneration } from '#encryption/key-generation'
import { isSeal } from '#encryption/seals'
import { firstHash, headSeal } from '#store/events/head-seal'
import { readKeyring } from '#store/keys/open-keyring'
import { readSealedSet, setSeal } from '#store/keys/sealed-sets'
import { sealedTables } from '#store/keys/sealed-tables'
import { keyContext } from '#store/keys/unlock-keys'
import { Identifiers, lookupOf } from '#store/members/identifiers'
import { openOrNothing } from '#store/members/member-cipher'
import { MemberKeyReader, memberKeyContext } from '#store/members/member-key-reader'
import { listAppSecrets, resealAppSecrets } from '#store/tables/app'
import { eventHeadOfRow, eventHeadTable } from '#store/tables/event-head'
import { memberCardOfRow, memberCardTable } from '#store/tables/member-card'
import { memberKeyOfRow, memberKeyTable } from '#store/tables/member-key'
import { memberPhoneOfRow, memberPhoneTable } from '#store/tables/member-phone'
import { listOperatorSecrets, resealOperatorSecret } from '#store/tables/operator'
import { sealedTextOfRow, sealedTextTable } from '#store/tables/sealed-text'
import { listStoreKeys, storeKeyOfRow } from '#store/tables/store-key'
import { listAllWebhooks, webhookOfRow, webhookSecretContext } from '#store/tables/webhook'

type Place = Readonly<{
  store: SqlReader
  /** Reader of the database with the keys of members. */
  memberKeys: SqlReader
  /** Opens the store, so that its rows can be read. */
  masterKey: Uint8Array
}>

/**
 * Which columns of a store hold anything that a master key opens, finds or seals, with the number of such rows. For tests.
 * @param generation the number that the key has or had in the store
 */
export async function openedByKey(
  place: Place,
  masterKey: Uint8Array,
  generation: number,
): Promise<Readonly<Record<string, number>>> {
  const keys = createKeyGeneration(generation, masterKey)
  const counts: Record<string, number> = {}
  const count = (column: string, isOpened: boolean) => {
    if (isOpened) counts[column] = (counts[column] ?? 0) + 1
  }
  await countSecrets(place, keys, count)
  await countMemberKeys(place, keys, count)
  await countTexts(place, keys, count)
  await countSeals(place, keys, count)
  for (const key of (await place.store.all(listStoreKeys())).map(storeKeyOfRow)) {
    for (const direction of ['forward', 'backward'] as const) {
      const sealed = direction === 'forward' ? key.forwardSealed : key.backwardSealed
      count(
        `store_key.${direction}`,
        opens(() => sealed && keys.keys.open(sealed, keyContext(direction, key.generation))),
      )
    }
  }
  return counts
}

type Count = (column: string, isOpened: boolean) => void

function opens(open: () => string | undefined): boolean {
  return openOrNothing(open) !== undefined
}

async function countSecrets({ store }: Place, { secrets }: KeyGeneration, count: Count): Promise<void> {
  for (const row of await store.all(listAppSecrets())) {
    // What does not open stays as it is.
    const { values } = resealAppSecrets(row, secrets, secrets)
    count(
      'app.secret_sealed',
      values.some((cell) => cell instanceof Uint8Array && !row.includes(cell)),
    )
  }
  for (const row of await store.all(listOperatorSecrets())) {
    const { values } = resealOperatorSecret(row, secrets, secrets)
    count(
      'operator.totp_sealed',
      values.some((cell) => cell instanceof Uint8Array && !row.includes(cell)),
    )
  }
  for (const { webhook, secretSealed } of (await store.all(listAllWebhooks())).map(webhookOfRow)) {
    count(
      'webhook.secret_sealed',
      opens(() => secrets.open(secretSealed, webhookSecretContext(webhook))),
    )
  }
}

async function countMemberKeys({ memberKeys }: Place, keys: KeyGeneration, count: Count): Promise<void> {
  for (const row of await allOf(memberKeys, memberKeyTable)) {
    const { memberNo, sealed } = memberKeyOfRow(row)
    const context = memberKeyContext(sellerOf(row, memberKeyTable), memberNo)
    count(
      'member_key.key_sealed',
      opens(() => sealed && keys.memberKeys.open(sealed, context)),
    )
  }
}

const kinds = [
  { kind: 'phone', table: memberPhoneTable, decode: memberPhoneOfRow },
  { kind: 'card', table: memberCardTable, decode: memberCardOfRow },
  { kind: 'text', table: sealedTextTable, decode: sealedTextOfRow },
] as const

async function countTexts({ store, memberKeys, masterKey }: Place, keys: KeyGeneration, count: Count): Promise<void> {
  const keyring = await readKeyring(store, [masterKey])
  const identifiers = new Identifiers(keyring, new MemberKeyReader({ reader: memberKeys, keyring }))
  for (const { kind, table, decode } of kinds) {
    for (const row of await allOf(store, table)) {
      const { ref, lookup, sealed, keyNo } = decode(row)
      const sellerId = sellerOf(row, table)
      const open = await identifiers.opener(kind, sellerId, [keyNo])
      const text = sealed && open(sealed, { ref, keyNo })
      if (text === undefined) continue
      count(`${table.name}.lookup`, isSameCell(lookup, lookupOf(keys, kind, { sellerId, text })))
      const context = Buffer.from(`${sellerId}\0${table.name}\0${ref}`, 'utf8')
      count(
        `${table.name}.sealed`,
        opens(() => sealed && keys.texts.open(sealed, context)),
      )
    }
  }
}

async function countSeals({ store }: Place, { heads }: KeyGeneration, count: Count): Promise<void> {
  for (const row of await allOf(store, eventHeadTable)) {
    const { hash = firstHash, seal, ...head } = eventHeadOfRow(row)
    count('event_head.seal', isSeal(seal, headSeal(heads, { ...head, hash, sellerId: sellerOf(row, eventHeadTable) })))
  }
  for (const set of sealedTables) {
    const stored = await readSealedSet(store, set)
    count('sealed_set.seal', stored !== undefined && isSeal(stored.seal, setSeal(heads, set, stored)))
  }
}

type Columns = Readonly<{ name: string; columns: readonly string[] }>

function allOf(reader: SqlReader, { name, columns }: Columns): Promise<readonly SqlRow[]> {
  return reader.all(positional(`SELECT ${columns.join(', ')} FROM ${name}`))
}

function sellerOf(row: SqlRow, { columns }: Columns): string {
  return String(row[columns.indexOf('seller_id')])
}
