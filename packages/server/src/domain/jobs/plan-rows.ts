import { differingFields } from '#domain/coupon/coupon-content'
import type { CouponDraft } from '#domain/coupon/coupon-store'
import { type MemberRowOutcome, saveRow } from '#domain/lifecycle/import-members'
import type { LifecycleReader } from '#domain/lifecycle/lifecycle-store'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import { plainPhone } from '#domain/members/find-member'
import type { MemberReader } from '#domain/members/member-store'
import { differs, refusedMember } from './import-rows.ts'
import type { ImportTask, RefusedItem, RowValues } from './job.ts'
import { MemberTrial } from './member-trial.ts'
import { readCouponRow, readMemberRow } from './read-row.ts'

export type PlanParts = Readonly<{ coupons: LifecycleReader; members: MemberReader }>

/** What an import would do with a row; undefined: change a member. */
export type PlannedRow = 'created' | 'unchanged' | RefusedItem | undefined

type Seller = Readonly<{ sellerId: string; nowMs: number }>

/** Tries out rows, in order: each sees what those before it would do. */
export function planRows(
  task: ImportTask,
  rows: readonly RowValues[],
  parts: PlanParts & Seller,
): Promise<readonly PlannedRow[]> {
  return task.kind === 'import-coupons' ? planCoupons(rows, parts) : planMembers(rows, parts)
}

async function planCoupons(
  rows: readonly RowValues[],
  { coupons, sellerId }: PlanParts & Seller,
): Promise<readonly PlannedRow[]> {
  const read = rows.map(readCouponRow)
  const codes = new Set(read.flatMap((row) => ('state' in row ? [] : [row.draft.terms.couponCode])))
  const stored = await coupons.findIssuedCoupons(sellerId, [...codes])
  const known = new Map<string, CouponDraft | StoredCoupon>(stored.map((coupon) => [coupon.terms.couponCode, coupon]))
  return read.map((row) => {
    if ('state' in row) return row
    const { draft } = row
    const before = known.get(draft.terms.couponCode)
    if (before === undefined) {
      known.set(draft.terms.couponCode, draft)
      return 'created'
    }
    const fields = differingFields(before, draft)
    return fields.length === 0 ? 'unchanged' : differs(fields)
  })
}

async function planMembers(
  rows: readonly RowValues[],
  { members, sellerId, nowMs }: PlanParts & Seller,
): Promise<readonly PlannedRow[]> {
  const read = rows.map(readMemberRow)
  const named = read.flatMap((row) => ('state' in row ? [] : [{ phone: plainPhone(row.phone), cardNo: row.cardNo }]))
  const trial = await MemberTrial.of(members, sellerId, named)
  const planned: PlannedRow[] = []
  for (const row of read) {
    planned.push('state' in row ? row : plannedMember(await trial.try((writer) => saveRow(writer, row, nowMs))))
  }
  return planned
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
