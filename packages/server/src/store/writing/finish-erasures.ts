import type { SqlEngine } from '#database/sql-engine'
import { transactUnit } from '#database/unit-of-work'
import type { MemberNumber } from '#domain/members/member'
import type { Erasures } from '#domain/members/member-store'
import type { Seals } from '#encryption/seals'
import { ChainHead } from '#store/events/chain-head'
import type { Identifiers } from '#store/members/identifiers'
import type { MemberKeyStore } from '#store/members/member-key-store'
import { type ErasedMember, erasureSteps } from '#store/tables/erased-member'
import { findMember, memberOfRow, type StoredMember } from '#store/tables/member'
import { eraseMember } from './erase-member.ts'
import { lockIssuers } from './lock-issuers.ts'

type Parts = Readonly<{ engine: SqlEngine; identifiers: Identifiers; seals: Seals; memberKeys: MemberKeyStore }>

/** After this time a transaction that meant to erase was rolled back. */
const rolledBackMs = 3_600_000

/** Destroys keys after members were erased, and finishes what a crash interrupted or a restored backup undid. */
export function createErasures(parts: Parts): Erasures {
  const { memberKeys } = parts
  let newest: number | undefined
  return {
    async destroyKeys(sellerId, memberNos, atMs) {
      forget(parts)
      await memberKeys.finishErasure({ sellerId, memberNos }, atMs)
      // What was read from rows before the commit may have been kept meanwhile.
      forget(parts)
    },
    async finish(nowMs) {
      try {
        const found = await memberKeys.newestErasure()
        if (found !== newest) forget(parts)
        newest = found
        await finishAll(parts, nowMs)
      } catch (error) {
        // Erasures of other programs stay unseen: nothing opened may be shown for longer.
        forget(parts)
        throw error
      }
    },
  }
}

function forget({ identifiers, memberKeys }: Parts): void {
  memberKeys.forget()
  identifiers.forget()
}

async function finishAll(parts: Parts, nowMs: number): Promise<void> {
  const passed = new Set<string>()
  for (;;) {
    const unfinished = await parts.memberKeys.listUnfinished()
    const next = unfinished.filter(({ sellerId, memberNo }) => !passed.has(`${memberNo} ${sellerId}`))
    if (next.length === 0) return
    for (const erasure of next) {
      passed.add(`${erasure.memberNo} ${erasure.sellerId}`)
      await finishOne(parts, erasure, nowMs)
    }
  }
}

async function finishOne(parts: Parts, erasure: ErasedMember, nowMs: number): Promise<void> {
  const { engine, memberKeys } = parts
  const { sellerId, memberNo, erasedAtMs, step } = erasure
  const row = await engine.reader.one(findMember, [sellerId, memberNo])
  const member = row && memberOfRow(row)
  if (step === erasureSteps.intended) {
    if (member?.state.kind === 'erased') await destroy(parts, erasure, [memberNo])
    else if (nowMs - erasedAtMs > rolledBackMs) await memberKeys.dropErasure(erasure)
    return
  }
  // A restored store may have given the number to somebody else since.
  if (member !== undefined && member.createdAtMs > erasedAtMs) return memberKeys.settleErasure(erasure)
  const memberNos = isToBeErased(member) ? await eraseAgain(parts, erasure) : [memberNo]
  await destroy(parts, erasure, memberNos)
}

function isToBeErased(member: StoredMember | undefined): boolean {
  return member !== undefined && member.state.kind !== 'erased'
}

/** Erases a member that a restored backup brought back. */
function eraseAgain(
  { engine, identifiers, seals }: Parts,
  { sellerId, memberNo, erasedAtMs }: ErasedMember,
): Promise<readonly MemberNumber[]> {
  return transactUnit(
    engine,
    async (unit) => {
      await lockIssuers(unit, sellerId)
      const origin = { sellerId, atMs: erasedAtMs, actor: 'system', requestId: undefined }
      const head = new ChainHead({ unit, origin, seals })
      const parts = { unit, identifiers, origin, head }
      const memberNos = await eraseMember(parts, { memberNo, reason: undefined }, async () => undefined)
      head.close()
      return memberNos
    },
    { sellerId },
  )
}

async function destroy(
  parts: Parts,
  { sellerId, erasedAtMs }: ErasedMember,
  memberNos: readonly MemberNumber[],
): Promise<void> {
  forget(parts)
  await parts.memberKeys.finishErasure({ sellerId, memberNos }, erasedAtMs)
  forget(parts)
}
