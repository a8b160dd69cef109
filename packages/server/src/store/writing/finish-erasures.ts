import type { SqlEngine } from '#database/sql-engine'
import { transactUnit } from '#database/unit-of-work'
import type { MemberNumber } from '#domain/members/member'
import type { Erasures } from '#domain/members/member-store'
import { ChainHead } from '#store/events/chain-head'
import type { ErasureLists } from '#store/keys/erasure-lists'
import type { Keyring } from '#store/keys/keyring'
import type { Identifiers } from '#store/members/identifiers'
import { mergedMembers } from '#store/members/load-identities'
import type { Erasure, ErasureMark, MemberKeyStore } from '#store/members/member-key-store'
import { SellerMovedError } from '#store/schema/move-mark'
import { type ErasedMember, erasureSteps } from '#store/tables/erased-member'
import { findMember, memberOfRow, type StoredMember } from '#store/tables/member'
import { eraseMember } from './erase-member.ts'

type Parts = Readonly<{
  engine: SqlEngine
  identifiers: Identifiers
  keyring: Keyring
  memberKeys: MemberKeyStore
  /** Undefined for a store on database servers. */
  lists: ErasureLists | undefined
}>

/** After this time a transaction that meant to erase was rolled back. */
const rolledBackMs = 3_600_000

/** Destroys keys after members were erased, and finishes what a crash interrupted or a restored backup undid. */
export function createErasures(parts: Parts): Erasures {
  const { engine, memberKeys } = parts
  let mark: ErasureMark | undefined
  return {
    async intend(sellerId, memberNo, atMs) {
      const row = await engine.reader.one(findMember({ sellerId, memberNo }))
      if (row === undefined || memberOfRow(row).state.kind !== 'active') return
      await memberKeys.intendErasure({ sellerId, memberNos: [memberNo] }, atMs)
    },
    destroyKeys: (sellerId, memberNos, atMs) => destroy(parts, { sellerId, memberNos }, atMs),
    async finish(nowMs) {
      try {
        const news = await memberKeys.readErasures(mark)
        if (news.erased === undefined) forget(parts)
        else for (const erasure of bySeller(news.erased)) forgetMembers(parts, erasure)
        mark = news.mark
      } catch (error) {
        // Erasures of other programs stay unseen: nothing opened may be shown for longer.
        forget(parts)
        throw error
      }
      await finishAll(parts, nowMs)
      await parts.lists?.noteKnown(nowMs)
    },
  }
}

function forget({ identifiers, memberKeys }: Parts): void {
  memberKeys.forget()
  identifiers.forget()
}

function forgetMembers({ identifiers, memberKeys }: Parts, erasure: Erasure): void {
  memberKeys.forgetMembers(erasure)
  identifiers.forgetMembers(erasure.sellerId, erasure.memberNos)
}

function bySeller(erased: readonly ErasedMember[]): readonly Erasure[] {
  return [...Map.groupBy(erased, ({ sellerId }) => sellerId)].map(([sellerId, members]) => {
    return { sellerId, memberNos: members.map(({ memberNo }) => memberNo) }
  })
}

async function finishAll(parts: Parts, nowMs: number): Promise<void> {
  const passed = new Set<string>()
  for (;;) {
    const unfinished = await parts.memberKeys.listUnfinished()
    const next = unfinished.filter(({ sellerId, memberNo }) => !passed.has(`${memberNo} ${sellerId}`))
    if (next.length === 0) return
    for (const { sellerId, memberNo } of next) passed.add(`${memberNo} ${sellerId}`)
    // Together they share commits. One that fails must not keep the others from being emptied.
    const ended = await Promise.allSettled(next.map((erasure) => finishOne(parts, erasure, nowMs)))
    // Those of a seller that moves are finished in its new store.
    for (const one of ended) {
      if (one.status === 'rejected' && !(one.reason instanceof SellerMovedError)) throw one.reason
    }
  }
}

async function finishOne(parts: Parts, erasure: ErasedMember, nowMs: number): Promise<void> {
  const { engine, memberKeys } = parts
  const { sellerId, memberNo, erasedAtMs, step } = erasure
  const row = await engine.reader.one(findMember({ sellerId, memberNo }))
  const member = row && memberOfRow(row)
  if (step === erasureSteps.intended) {
    if (member?.state.kind === 'erased') await destroy(parts, { sellerId, memberNos: [memberNo] }, erasedAtMs)
    else if (nowMs - erasedAtMs > rolledBackMs) await memberKeys.dropErasure(erasure)
    return
  }
  // A restored store may have given the number to somebody else since.
  if (member !== undefined && member.createdAtMs > erasedAtMs) return memberKeys.settleErasure(erasure)
  const memberNos = isToBeErased(member) ? await eraseAgain(parts, erasure) : [memberNo]
  await destroy(parts, { sellerId, memberNos }, erasedAtMs)
}

function isToBeErased(member: StoredMember | undefined): boolean {
  return member !== undefined && member.state.kind !== 'erased'
}

/** Erases a member that a restored backup brought back. */
function eraseAgain(
  { engine, identifiers, keyring }: Parts,
  { sellerId, memberNo, erasedAtMs }: ErasedMember,
): Promise<readonly MemberNumber[]> {
  return transactUnit(engine, { sellerId }, async (unit) => {
    const origin = { sellerId, atMs: erasedAtMs, actor: 'system', requestId: undefined }
    const head = new ChainHead({ unit, origin, keyring })
    await head.lock()
    const parts = { unit, identifiers, origin, head }
    const merged = await mergedMembers(unit, sellerId, memberNo)
    await eraseMember(parts, { ...merged, reason: undefined })
    head.close()
    return merged.memberNos
  })
}

async function destroy(parts: Parts, erasure: Erasure, atMs: number): Promise<void> {
  forgetMembers(parts, erasure)
  const { sellerId, memberNos } = erasure
  // Before the key is gone and the caller has an answer: a backup that is restored is emptied by these lists.
  await parts.lists?.record(memberNos.map((memberNo) => ({ sellerId, memberNo, erasedAtMs: atMs })))
  await parts.memberKeys.finishErasure(erasure, atMs)
  // A page that was read from a node that lags may have been kept meanwhile.
  forgetMembers(parts, erasure)
}
