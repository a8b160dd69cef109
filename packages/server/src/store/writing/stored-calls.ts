import { isSameCell } from '#database/record'
import type { SqlEngine, SqlValue } from '#database/sql-engine'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import type { SignedCall, SignKnown, SignReused, WriteRequest } from '#domain/lifecycle/lifecycle-store'
import { type FormSource, isSealedForm, openForms } from '#store/members/stored-form'
import { lockUnfenced } from '#store/schema/move-mark'
import { deleteUsedSigns, findCallsOfSign, findExpiredSigns, insertUsedSign } from '#store/tables/used-sign'
import type { StoredForms } from './stored-forms.ts'

/** The JSON of an answer with its order ids as they are stored. */
export async function storedAnswer(answer: unknown, forms: StoredForms): Promise<string> {
  const text = JSON.stringify(answer)
  const orderIds = orderIdsIn(text)
  if (orderIds.length === 0) return text
  const formOf = new Map<string, string>()
  for (const orderId of orderIds) formOf.set(orderId, await forms.ofId(orderId))
  return replaceOrderIds(text, (orderId) => formOf.get(orderId) ?? orderId)
}

/** The JSON of a stored answer with its order ids opened. */
export async function openAnswer(source: FormSource, sellerId: string, text: string): Promise<string> {
  const sealed = orderIdsIn(text).filter(isSealedForm)
  if (sealed.length === 0) return text
  const textOf = await openForms(source, sellerId, sealed)
  return replaceOrderIds(text, (orderId) => (isSealedForm(orderId) ? textOf(orderId) : orderId))
}

/** Quotes within texts are escaped, so a caller's text is never taken for a member. */
const orderIdMember = /"orderId":("(?:[^"\\]|\\.)*")/g

function orderIdsIn(text: string): readonly string[] {
  // Answers of most writes have none.
  if (!text.includes('"orderId":')) return []
  return Array.from(text.matchAll(orderIdMember), ({ 1: json }) => JSON.parse(json ?? '""'))
}

function replaceOrderIds(text: string, change: (orderId: string) => string): string {
  return text.replace(orderIdMember, (_whole, json: string) => `"orderId":${JSON.stringify(change(JSON.parse(json)))}`)
}

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
