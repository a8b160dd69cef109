import { isSameCell } from '#database/record'
import type { SqlEngine, SqlValue } from '#database/sql-engine'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import type { SignedCall, SignKnown, SignReused, WriteRequest } from '#domain/lifecycle/lifecycle-store'
import { lockUnfenced } from '#store/schema/move-mark'
import { deleteUsedSigns, findCallsOfSign, findExpiredSigns, insertUsedSign } from '#store/tables/used-sign'

/** How a signature is known; `known` also for a call without one, since there is nothing to record. */
export type SignState = 'unknown' | 'known' | 'reused'

/** Implements `LifecycleStore.rememberSign`, in a transaction of its own. */
export async function rememberSign(
  engine: SqlEngine,
  { sellerId, nowMs, sign }: Pick<WriteRequest, 'sellerId' | 'nowMs' | 'sign'>,
): Promise<SignKnown | SignReused> {
  if (sign === undefined) return { kind: 'sign-known' }
  return transactUnit(engine, { sellerId, isRepeatable: true }, async (unit) => {
    await lockUnfenced(unit, sellerId)
    const rows = await unit.all(findCallsOfSign({ sellerId, signDigest: sign.signDigest }))
    const calls = rows.map(([call]) => call)
    const state = signState(sign, calls)
    if (state === 'reused') return { kind: 'sign-reused' }
    if (state === 'unknown') await insertSign(unit, sign, { sellerId, nowMs })
    return { kind: 'sign-known' }
  })
}

/** @param calls digests of those that the signature was received with */
export function signState(sign: SignedCall | undefined, calls: readonly (SqlValue | undefined)[]): SignState {
  if (sign === undefined) return 'known'
  if (calls.length === 0) return 'unknown'
  return calls.every((call) => isSameCell(call, sign.callDigest)) ? 'known' : 'reused'
}

/** Keeps a signature whose call leaves no row of its own. One call in sixteen deletes up to 64 expired ones. */
export async function insertSign(
  unit: UnitOfWork,
  { signDigest, callDigest }: SignedCall,
  { sellerId, nowMs }: Readonly<{ sellerId: string; nowMs: number }>,
): Promise<void> {
  const key = { seller_id: sellerId, sign_digest: signDigest }
  const record = { ...key, call_digest: callDigest, expires_at_ms: nowMs + keptMs }
  unit.insert(insertUsedSign.text, [insertUsedSign.encode(record)])
  const [firstByte = 0] = signDigest
  if (firstByte % 16 !== 0) return
  const expired = await unit.all(findExpiredSigns({ sellerId, nowMs }))
  if (expired.length === 0) return
  const signDigests = expired.map(([digest = null]) => digest)
  await unit.run(deleteUsedSigns({ sellerId, signDigests }))
}

/** A time stamp is accepted from 10 minutes before to 10 minutes after; the rest is for clocks that differ. */
const keptMs = 30 * 60_000
