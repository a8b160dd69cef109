import type { DraftSource } from '#domain/coupon/coupon-draft'
import type { CouponDraft } from '#domain/coupon/coupon-store'
import { differingFields } from '#domain/coupon/sort-rows'
import type { ImportTask, RefusedItem, RowValues } from '#domain/jobs/job'
import type { JobStore } from '#domain/jobs/job-store'
import { readCouponRow, readMemberRow, sourceOf } from '#domain/jobs/read-row'
import { type MemberRowOutcome, saveRow } from '#domain/lifecycle/import-members'
import { KnownMembers } from '#domain/lifecycle/known-members'
import type { LifecycleReader } from '#domain/lifecycle/lifecycle-store'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import { plainPhone } from '#domain/members/find-member'
import type { MemberReader } from '#domain/members/member-store'
import { differs, refusedMember } from './import-rows.ts'

export type PlanParts = Readonly<{ coupons: LifecycleReader; members: MemberReader; jobs: Pick<JobStore, 'turn'> }>

/** What an import would do with a row; undefined: change a member. */
export type PlannedRow = 'created' | 'unchanged' | RefusedItem | undefined

type Seller = Readonly<{ sellerId: string; nowMs: number }>

/** Tries out some rows, in order: each sees what those before it would do, those of earlier calls included. */
export type RowTrial = (rows: readonly RowValues[]) => Promise<readonly PlannedRow[]>

/** Rows that are tried out before other calls have their turn: some milliseconds. */
const rowsOfTurn = 50

/** Tries out rows of an import. */
export function createRowTrial(task: ImportTask, parts: PlanParts & Seller): RowTrial {
  return task.kind === 'import-coupons' ? couponTrial(sourceOf(task), parts) : memberTrial(parts)
}

function couponTrial(source: DraftSource, { coupons, jobs, sellerId }: PlanParts & Seller): RowTrial {
  const known = new Map<string, CouponDraft | StoredCoupon>()
  return async (rows) => {
    const read = await inTurns(rows, jobs, (row) => readCouponRow(row, source))
    const codes = new Set(read.flatMap((row) => ('state' in row ? [] : [row.draft.terms.couponCode])))
    const unread = [...codes].filter((code) => !known.has(code))
    for (const coupon of await coupons.findIssuedCoupons(sellerId, unread)) known.set(coupon.terms.couponCode, coupon)
    return inTurns(read, jobs, (row) => ('state' in row ? row : plannedCoupon(row.draft, known)))
  }
}

/** What an import would do with a coupon. @param known coupons by code, those of earlier rows included, to which this one is added */
export function plannedCoupon(draft: CouponDraft, known: Map<string, CouponDraft | StoredCoupon>): PlannedRow {
  const before = known.get(draft.terms.couponCode)
  if (before === undefined) {
    known.set(draft.terms.couponCode, draft)
    return 'created'
  }
  const fields = differingFields(before, draft)
  return fields.length === 0 ? 'unchanged' : differs(fields)
}

/** Numbers that a store does not reach: it may get members while a long trial runs. */
const firstTried = 2 ** 48
const tried = { phoneRef: firstTried, cardRef: firstTried, memberNo: firstTried }

function memberTrial({ members, jobs, sellerId, nowMs }: PlanParts & Seller): RowTrial {
  const known = new KnownMembers(tried)
  return async (rows) => {
    const read = await inTurns(rows, jobs, readMemberRow)
    const named = read.flatMap((row) => ('state' in row ? [] : [{ phone: plainPhone(row.phone), cardNo: row.cardNo }]))
    const identities = await members.findIdentities(sellerId, named)
    known.add(identities, await members.findMembers(sellerId, [...identities.holdings.keys()]))
    return inTurns(read, jobs, (row) => ('state' in row ? row : plannedMember(saveRow(known, row, nowMs).outcome)))
  }
}

/** Does a work with each item, in order, and lets other calls have their turns. */
async function inTurns<Item, Result>(
  items: readonly Item[],
  jobs: Pick<JobStore, 'turn'>,
  work: (item: Item) => Result | Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const [index, item] of items.entries()) {
    if (index % rowsOfTurn === 0) await jobs.turn()
    results.push(await work(item))
  }
  return results
}

function plannedMember(outcome: MemberRowOutcome): PlannedRow {
  switch (outcome.kind) {
    case 'created':
      return 'created'
    case 'changed':
      return undefined
    case 'existing':
      return 'unchanged'
    case 'refused':
      return refusedMember(outcome.refusal)
  }
}
