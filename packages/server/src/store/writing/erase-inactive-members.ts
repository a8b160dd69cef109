import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import type { MemberNumber } from '#domain/members/member'
import type { RemovalStep, Removed } from '#domain/retention/retention-store'
import { ChainHead } from '#store/events/chain-head'
import { mergedMembers } from '#store/members/merged-members'
import { findInactiveMembers } from '#store/retention/find-inactive-members'
import { LostLeaseError } from '#store/retention/lost-lease-error'
import type { RemovalParts } from '#store/retention/removal-parts'
import { countRemoved, findRetentionPolicy, retentionLeaseOfRow } from '#store/tables/retention-policy'
import { eraseMember } from './erase-member.ts'

/** Actor of `member_erased` events. */
const actor = 'retention:inactive-members'

/** Erases the next inactive member, with those merged into it, as `yaoquan.member.erase` does. */
export async function eraseInactiveMembers(parts: RemovalParts, step: RemovalStep): Promise<Removed> {
  const { sellerId } = step.lease
  const query = { sellerId, after: Number(step.after), beforeMs: step.beforeMs }
  const { inactive, next } = await findInactiveMembers(parts.engine.reader, query)
  const [memberNo, ...others] = inactive
  if (memberNo === undefined) return { removed: 0, next: next?.toString() }
  const erase = (unit: UnitOfWork) => eraseWithin(unit, parts, { ...step, memberNo })
  const erased = await transactUnit(parts.engine, { sellerId }, erase)
  if (erased.length > 0) await parts.erasures.destroyKeys(sellerId, erased, step.nowMs)
  return { removed: erased.length, next: (others.length > 0 ? memberNo : next)?.toString() }
}

type Erasing = RemovalStep & Readonly<{ memberNo: MemberNumber }>

/** @returns the members whose keys are to be destroyed; none if the member came back since it was found */
async function eraseWithin(
  unit: UnitOfWork,
  { keyring, identifiers, memberKeys }: RemovalParts,
  { lease: { sellerId, dueMs }, memberNo, beforeMs, nowMs }: Erasing,
): Promise<readonly MemberNumber[]> {
  const origin = { sellerId, atMs: nowMs, actor, requestId: undefined }
  const head = new ChainHead({ unit, origin, keyring })
  // Identity resolution and issues of coupons wait from here on.
  await head.lock()
  const { inactive } = await findInactiveMembers(unit, { sellerId, after: memberNo - 1, beforeMs, limit: 1 })
  if (!inactive.includes(memberNo)) return []
  const merged = await mergedMembers(unit, sellerId, memberNo)
  const { memberNos } = merged
  const row = await unit.one(findRetentionPolicy({ sellerId }))
  if (row === undefined || retentionLeaseOfRow(row).dueMs !== dueMs) throw new LostLeaseError()
  await memberKeys.intendErasure({ sellerId, memberNos }, nowMs)
  await eraseMember({ unit, identifiers, origin, head }, { ...merged, reason: undefined })
  if ((await unit.run(countRemoved.member({ rows: memberNos.length, sellerId, dueMs }))) !== 1)
    throw new LostLeaseError()
  head.close()
  return memberNos
}
