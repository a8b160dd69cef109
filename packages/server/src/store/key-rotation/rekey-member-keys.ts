import type { SqlEngine, SqlRow } from '#database/sql-engine'
import { transactRepeating } from '#database/transact-repeating'
import { anyOf } from '#encryption/any-cipher'
import type { KeyGeneration } from '#encryption/key-generation'
import { resealed } from '#encryption/resealed'
import type { Keyring } from '#store/keys/keyring'
import { memberKeyContext } from '#store/members/member-key-reader'
import {
  findMemberKeysOfOthers,
  listSellersWithKeys,
  memberKeyOfRow,
  setMemberKeyMark,
  setMemberKeySeal,
} from '#store/tables/member-key'

type MemberKeysRekey = Readonly<{
  /** Of the database that holds the keys. */
  engine: SqlEngine
  keyring: Keyring
  /** Called with the number of keys that were sealed anew, after each commit. */
  onRekeyed: (keys: number) => Promise<void>
}>

/** Keys of one transaction: some 5 ms of the processor. */
const blockSize = 500

/**
 * Seals the keys of members under other keys. From the first commit on, new ones are sealed so too, whichever process makes them.
 * @returns how many keys do not open, since they were altered by hand; they stay as they are
 */
export async function rekeyMemberKeys(rekey: MemberKeysRekey, to: KeyGeneration): Promise<number> {
  const { engine, onRekeyed } = rekey
  await transactRepeating(engine, (transaction) => transaction.run(setMemberKeyMark, [to.generation]))
  let unreadable = 0
  for (const [sellerId] of await engine.reader.all(listSellersWithKeys, [])) {
    let last = 0
    for (;;) {
      const values = [String(sellerId), last, to.generation, blockSize]
      const rows = await engine.reader.all(findMemberKeysOfOthers, values)
      const newest = rows.at(-1)
      if (newest === undefined) break
      const changed = await rekeyRows(rekey, { sellerId: String(sellerId), rows }, to)
      unreadable += rows.length - changed
      last = memberKeyOfRow(newest).memberNo
      await onRekeyed(changed)
    }
  }
  return unreadable
}

/** The keys of members who were erased meanwhile stay deleted. @returns how many were opened */
async function rekeyRows(
  { engine, keyring }: MemberKeysRekey,
  { sellerId, rows }: Readonly<{ sellerId: string; rows: readonly SqlRow[] }>,
  to: KeyGeneration,
): Promise<number> {
  const from = anyOf(keyring.live.map(({ memberKeys }) => memberKeys))
  const updates = rows.flatMap((row) => {
    const { memberNo, sealed, generation } = memberKeyOfRow(row)
    if (sealed === undefined) return []
    const anew = resealed(sealed, memberKeyContext(sellerId, memberNo), { from, to: to.memberKeys })
    return anew === undefined ? [] : [[anew, to.generation, sellerId, memberNo, generation]]
  })
  await transactRepeating(
    engine,
    async (transaction) => {
      for (const values of updates) await transaction.run(setMemberKeySeal, values)
    },
    { isRepeatable: true },
  )
  return updates.length
}
