import type { SqlEngine, SqlReader, SqlRow } from '#database/sql-engine'
import { allInList } from '#database/table'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import { type MemberNumber, parseMemberId } from '#domain/members/member'
import type { RefusalLog, RefusalToKeep, RefusedCall } from '#domain/refusals/refused-call'
import type { FindHead } from '#store/events/seller-heads'
import type { Keyring } from '#store/keys/keyring'
import type { Identifiers } from '#store/members/identifiers'
import { mergedMembers } from '#store/members/load-identities'
import { loadMembersNamed } from '#store/members/load-members'
import { keyOfNobody, openRefusals } from '#store/members/sealed-contents'
import { refuseFenced } from '#store/schema/move-mark'
import { findCouponsByCodes, findCouponsBySeq } from '#store/tables/coupon'
import { findMembers, memberOfRow } from '#store/tables/member'
import { findRedemption, redemptionOfRow } from '#store/tables/redemption'
import {
  countRefusalReasons,
  deleteRefusals,
  findKnownRefusals,
  findOldRefusals,
  findRefusedCall,
  insertRefusedCall,
  listNewestRefusals,
  listRefusalsOfMember,
  refusalEntryOfRow,
  refusedCallOfRow,
  type StoredRefusal,
} from '#store/tables/refused-call'
import { TextOwner } from './text-owner.ts'

export type RefusalLogParts = Readonly<{
  engine: SqlEngine
  identifiers: Identifiers
  keyring: Keyring
  findHead: FindHead
}>

/** Contents that are larger, in characters, are not kept. A redemption of 200 lines with everything has a third. */
const maxContent = 65_536
/** Codes of one call by which its member is looked for. */
const maxCodes = 20
/** Calls that one transaction removes. */
const maxRemoved = 256

/** Keeps refused calls. No event and no sum covers them: they decide nothing. */
export function createRefusalLog(parts: RefusalLogParts): RefusalLog {
  const { engine, findHead } = parts
  return {
    newestEvent: async (sellerId) => (await findHead(sellerId))?.newestSeq ?? 0,
    async keepRefusals(refusals) {
      const [first] = refusals
      if (first === undefined) return
      const { sellerId } = first
      await transactUnit(engine, { sellerId, isRepeatable: true }, (unit) =>
        keep({ ...parts, unit, sellerId }, refusals),
      )
    },
    async findRefusal(sellerId, requestId) {
      const row = await engine.reader.one(findRefusedCall({ sellerId, requestId }))
      if (row === undefined) return undefined
      return (await openRefusals(parts, sellerId, [refusedCallOfRow(row)])).at(0)
    },
    async listRefusals(sellerId, { fromMs, untilMs }, { after, limit }) {
      const { atMs, requestId } = after ?? { atMs: untilMs, requestId: '' }
      const before = { beforeMs: atMs, beforeId: requestId }
      return (await engine.reader.all(listNewestRefusals({ sellerId, fromMs, ...before, limit }))).map(
        refusalEntryOfRow,
      )
    },
    async listRefusalsOfMember(sellerId, memberNo, { after, limit }) {
      const { atMs: beforeMs, requestId: beforeId } = after ?? { atMs: Number.MAX_SAFE_INTEGER, requestId: '' }
      const { memberNos } = await mergedMembers(engine.reader, sellerId, memberNo)
      const found: StoredRefusal[] = []
      for (const one of memberNos) {
        const query = { sellerId, memberNo: one, beforeMs, beforeId, limit }
        found.push(...(await engine.reader.all(listRefusalsOfMember(query))).map(refusedCallOfRow))
      }
      return openRefusals(parts, sellerId, found.toSorted(newestFirst).slice(0, limit))
    },
    async countReasons(sellerId, { fromMs, untilMs }, most) {
      const rows = await engine.reader.all(countRefusalReasons({ sellerId, fromMs, beforeMs: untilMs, limit: most }))
      return rows.map(([errorCode, calls, fen = null]) => {
        const orderFen = fen === null ? undefined : Number(fen)
        return { errorCode: String(errorCode), calls: Number(calls), orderFen }
      })
    },
    async removeRefusals(sellerId, beforeMs) {
      const rows = await engine.reader.all(findOldRefusals({ sellerId, beforeMs, limit: maxRemoved }))
      if (rows.length === 0) return 0
      const removal = deleteRefusals({ sellerId, requestIds: rows.map(([requestId]) => String(requestId)) })
      await engine.transact((transaction) => transaction.run(removal), { sellerId })
      return rows.length
    },
  }
}

function newestFirst(left: StoredRefusal, right: StoredRefusal): number {
  return right.atMs - left.atMs || (left.requestId < right.requestId ? 1 : -1)
}

/** A batch whose commit was not answered comes again, so those that are stored are left out. */
async function keep(
  parts: RefusalLogParts & Readonly<{ unit: UnitOfWork; sellerId: string }>,
  refusals: readonly RefusalToKeep[],
): Promise<void> {
  const { unit, sellerId } = parts
  await refuseFenced(unit, sellerId)
  const list = refusals.map(({ requestId }) => requestId)
  const stored = await allInList(unit, findKnownRefusals, { sellerId, requestIds: list })
  const known = new Set(stored.map(([requestId]) => requestId))
  for (const refusal of refusals) {
    if (known.has(refusal.requestId)) continue
    const { keyNo, sealed } = await sealedContent(parts, unit, refusal)
    const values = insertRefusedCall.encode({
      seller_id: sellerId,
      request_id: refusal.requestId,
      method: refusal.method,
      app_key: refusal.appKey,
      at_ms: refusal.atMs,
      event_seq: refusal.eventSeq,
      error_code: refusal.errorCode,
      order_digest: refusal.order && orderDigest(parts, refusal.order.orderId),
      order_fen: refusal.order?.amountFen,
      key_no: keyNo,
      content_sealed: sealed,
    })
    unit.insert(insertRefusedCall.text, [values])
  }
}

const digestBytes = 16

/**
 * Tells orders of a seller apart, and is not computed without the master key: an order id may name somebody. An order that is tried both
 * before and after a change of the master key counts as two.
 */
function orderDigest(
  { keyring, sellerId }: Readonly<{ keyring: Keyring; sellerId: string }>,
  orderId: string,
): Uint8Array {
  const { requests } = keyring.ofSeller(sellerId)
  return requests(`${sellerId}\0refused_call\0${orderId}`).subarray(0, digestBytes)
}

type SealedContent = Readonly<{ keyNo: number; sealed: Uint8Array | undefined }>

async function sealedContent(
  { identifiers }: RefusalLogParts,
  reader: SqlReader,
  { sellerId, requestId, content, names }: RefusalToKeep,
): Promise<SealedContent> {
  const nothing = { keyNo: keyOfNobody, sealed: undefined }
  if (content.length > maxContent) return nothing
  const keyNo = await keyOf({ reader, identifiers, sellerId }, names)
  if (keyNo === undefined) return nothing
  // A refused call decides nothing, so it makes no member a key: neither one that was erased meanwhile nor one that a call made up.
  const seal =
    keyNo === keyOfNobody
      ? await identifiers.cipher.sealer(sellerId, [keyNo])
      : await identifiers.cipher.sealerWithKey(sellerId, keyNo)
  if (seal === undefined) return nothing
  const sealed = seal(content, { table: 'refused_call', ref: requestId, keyNo })
  // Only now: an erasure that begins later destroys the key that was used.
  const isErased = keyNo !== keyOfNobody && (await identifiers.isErased(sellerId, keyNo))
  return isErased ? nothing : { keyNo, sealed }
}

type Source = Readonly<{ reader: SqlReader; identifiers: Identifiers; sellerId: string }>

/** The first active one of the members that a call names; undefined if there is none and one was erased. */
async function keyOf(source: Source, names: RefusedCall['names']): Promise<number | undefined> {
  const { reader, sellerId } = source
  const owner = new TextOwner(reader, sellerId)
  owner.concernCoupons(await couponsNamed(source, names))
  const { memberId, phone, cardNo } = names
  const memberNo = memberId === undefined ? undefined : parseMemberId(memberId)
  if (memberNo !== undefined) owner.concernMembers([memberNo])
  if (phone !== undefined || cardNo !== undefined) {
    const members = await loadMembersNamed(source, { phone, cardNo })
    owner.concernMembers(members.map(({ memberNo }) => memberNo))
  }
  const found = await owner.find()
  switch (found.kind) {
    case 'member':
      return found.memberNo
    case 'several':
      return firstActive(source, found.memberNos)
    case 'nobody':
      return keyOfNobody
    case 'erased':
      return undefined
  }
}

async function firstActive(
  { reader, sellerId }: Source,
  memberNos: readonly MemberNumber[],
): Promise<number | undefined> {
  const rows = await allInList(reader, findMembers, { sellerId, memberNos })
  const members = rows.map(memberOfRow).toSorted((left, right) => left.memberNo - right.memberNo)
  const active = members.find(({ state }) => state.kind === 'active')
  if (active !== undefined) return active.memberNo
  return members.some(({ state }) => state.kind === 'erased') ? undefined : keyOfNobody
}

async function couponsNamed(
  { reader, sellerId }: Source,
  { couponCodes = [], redemptionId }: RefusedCall['names'],
): Promise<readonly SqlRow[]> {
  if (redemptionId !== undefined) {
    const row = await reader.one(findRedemption({ sellerId, redemptionId }))
    const seq = row && redemptionOfRow(row).couponSeq
    return seq === undefined ? [] : reader.all(findCouponsBySeq({ sellerId, first: seq, last: seq }))
  }
  return allInList(reader, findCouponsByCodes, { sellerId, couponCodes: couponCodes.slice(0, maxCodes) })
}
