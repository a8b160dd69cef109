import { paddedList, textForList } from '#database/in-list'
import type { SqlEngine, SqlRow, SqlTransaction, SqlValue } from '#database/sql-engine'
import { transactRepeating } from '#database/transact-repeating'
import type { SignedCall, SignKnown, SignReused, WriteRequest } from '#domain/lifecycle/lifecycle-store'
import { deleteUsedSigns, findCallsOfSign, findExpiredSigns, insertUsedSign } from '#store/tables/used-sign-statements'

/** What is known of a signature. Without one there is nothing to remember. */
export type SignState = 'unknown' | 'known' | 'reused'

/** As `LifecycleStore.rememberSign`, in a transaction of its own. */
export async function rememberSign(
  engine: SqlEngine,
  { sellerId, nowMs, sign }: Pick<WriteRequest, 'sellerId' | 'nowMs' | 'sign'>,
): Promise<SignKnown | SignReused> {
  if (sign === undefined) return { kind: 'sign-known' }
  return transactRepeating(
    engine,
    async (transaction) => {
      const key = [sellerId, sign.signDigest]
      const rows = await transaction.all(findCallsOfSign, [...key, ...key])
      const state = signState(
        sign,
        rows.map(([call]) => call ?? null),
      )
      if (state === 'reused') return { kind: 'sign-reused' }
      if (state === 'unknown') await insertSign(transaction, sign, { sellerId, nowMs })
      return { kind: 'sign-known' }
    },
    sellerId,
  )
}

/** @param calls digests of those that the signature was received with */
export function signState(sign: SignedCall | undefined, calls: readonly SqlValue[]): SignState {
  if (sign === undefined) return 'known'
  if (calls.length === 0) return 'unknown'
  const isSame = (call: SqlValue) => call instanceof Uint8Array && Buffer.compare(call, sign.callDigest) === 0
  return calls.every(isSame) ? 'known' : 'reused'
}

/** Keeps a signature whose call leaves no row of its own. One in sixteen takes up to 64 expired ones away. */
export async function insertSign(
  transaction: SqlTransaction,
  { signDigest, callDigest }: SignedCall,
  { sellerId, nowMs }: Readonly<{ sellerId: string; nowMs: number }>,
): Promise<void> {
  await transaction.run(insertUsedSign, [sellerId, signDigest, callDigest, nowMs + keptMs])
  if ((signDigest[0] ?? 0) % 16 !== 0) return
  const expired = await transaction.all(findExpiredSigns, [sellerId, nowMs])
  if (expired.length === 0) return
  const list = paddedList(expired.map(([digest]: SqlRow) => digest ?? null))
  await transaction.run(textForList(deleteUsedSigns, list), [sellerId, ...list])
}

/** A time stamp is accepted from 10 minutes before to 10 minutes after; the rest is for clocks that differ. */
const keptMs = 30 * 60_000
