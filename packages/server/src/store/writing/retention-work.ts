import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import type { MemberNumber } from '#domain/members/member'
import {
  type RemovalStep,
  type Removed,
  type RetentionDue,
  type RetentionKind,
  type RetentionLease,
  type RetentionWork,
  retentionKinds,
} from '#domain/retention/retention-store'
import { ChainHead } from '#store/events/chain-head'
import { readBoundary } from '#store/events/retention-boundary'
import { isSealedSetIntact } from '#store/keys/sealed-sets'
import { retentionSet, retentionWaitSet } from '#store/keys/sealed-tables'
import { mergedMembers } from '#store/members/load-identities'
import { findInactiveMembers } from '#store/retention/find-inactive-members'
import { type RemovalParts, removeEvents } from '#store/retention/remove-events'
import { LostLeaseError, removeRequests } from '#store/retention/remove-requests'
import {
  countRemoved,
  endRetentionLease,
  findRetentionPolicy,
  listRetentionPolicies,
  retentionLeaseOfRow,
  takeRetentionLease,
  unreportedOfRow,
} from '#store/tables/retention-policy'
import { listRetentionWaits, retentionDueOfRow } from '#store/tables/retention-wait'
import { eraseMember } from './erase-member.ts'

const removers: Readonly<Record<RetentionKind, (parts: RemovalParts, step: RemovalStep) => Promise<Removed>>> = {
  request: removeRequests,
  member: eraseInactiveMembers,
  event: removeEvents,
}

/** Each removal is one transaction, with a count for the event that ends the pass. */
export function createRetentionWork(parts: RemovalParts): RetentionWork {
  const { engine } = parts
  return {
    listLeases: () => listLeases(parts),
    listWaiting: () => listWaiting(parts),
    async takeLease(lease, untilMs) {
      const { sellerId, dueMs } = lease
      const taken = await engine.transact(
        (transaction) => transaction.run(takeRetentionLease({ nextPassMs: untilMs, sellerId, dueMs })),
        {
          sellerId,
        },
      )
      return taken === 1 ? { ...lease, dueMs: untilMs } : undefined
    },
    remove: (step) => unlessLeaseLost(() => removers[step.kind](parts, step)),
    async endLease(lease, times) {
      await unlessLeaseLost(() => endLease(parts, lease, times))
    },
  }
}

async function listLeases({ engine, keyring }: RemovalParts): Promise<readonly RetentionLease[]> {
  const rows = await engine.reader.all(listRetentionPolicies())
  if (rows.length === 0) return []
  // An altered policy would have this program remove data for the attacker, and leave nothing for an audit to find.
  if (!(await engine.snapshot((reader) => isSealedSetIntact(reader, keyring, retentionSet)))) {
    throw new Error('the retention policies were altered outside of this program, so nothing is removed')
  }
  return rows.map(retentionLeaseOfRow)
}

async function listWaiting({ engine, keyring }: RemovalParts): Promise<readonly RetentionDue[]> {
  const rows = await engine.reader.all(listRetentionWaits())
  if (rows.length === 0) return []
  if (!(await engine.snapshot((reader) => isSealedSetIntact(reader, keyring, retentionWaitSet)))) {
    throw new Error('the waiting retention policies were altered outside of this program, so none takes effect')
  }
  return rows.map(retentionDueOfRow)
}

async function endLease(
  { engine, keyring }: RemovalParts,
  { sellerId, days, dueMs }: RetentionLease,
  { nowMs, nextPassMs }: Readonly<{ nowMs: number; nextPassMs: number }>,
): Promise<void> {
  await transactUnit(engine, { sellerId }, async (unit) => {
    const head = new ChainHead({
      unit,
      origin: { sellerId, atMs: nowMs, actor: 'system', requestId: undefined },
      keyring,
    })
    await head.lock()
    const row = await unit.one(findRetentionPolicy({ sellerId }))
    const removed = row && unreportedOfRow(row)
    const kinds = retentionKinds.filter((kind) => removed !== undefined && removed[kind] > 0)
    const told = kinds.flatMap((kind) => [
      [`removed_${kind}s`, removed?.[kind]],
      [`${kind}_days`, days[kind] ?? null],
    ])
    if (kinds.includes('event')) told.push(['removed_through_seq', (await readBoundary(unit, sellerId))?.seq])
    const after = JSON.stringify(Object.fromEntries(told))
    if (kinds.length > 0) head.append([{ kind: 'retention', count: 1, after }])
    // Only who has the lease counts, so the counts read above are the present ones if the lease still is.
    if ((await unit.run(endRetentionLease({ nextPassMs, sellerId, dueMs }))) !== 1) throw new LostLeaseError()
    head.close()
  })
}

async function unlessLeaseLost<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof LostLeaseError) return undefined
    throw error
  }
}

/** Actor of `member_erased` events. */
const actor = 'retention:inactive-members'

/** Erases the next inactive member, with those merged into it, as `yaoquan.member.erase` does. */
async function eraseInactiveMembers(parts: RemovalParts, step: RemovalStep): Promise<Removed> {
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
