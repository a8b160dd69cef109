import { differingFields } from '#domain/coupon/coupon-content'
import type { LifecycleReader } from '#domain/lifecycle/lifecycle-store'
import { isOtherProfile, profileAfter } from '#domain/lifecycle/save-member'
import { plainPhone } from '#domain/members/find-member'
import { emptyProfile, type Member } from '#domain/members/member'
import type { MemberReader } from '#domain/members/member-store'
import type { MemberRow } from '#domain/members/member-texts'
import { maxMembersOfPhone } from '#domain/members/name-members'
import { differs } from './import-rows.ts'
import type { ImportTask, RefusedItem, RowValues } from './job.ts'
import { invalidRow, readCouponRow, readMemberRow } from './read-row.ts'

export type PlanParts = Readonly<{ coupons: LifecycleReader; members: MemberReader }>

/** What an import would do with a row; undefined: change a member. */
export type PlannedRow = 'created' | 'unchanged' | RefusedItem | undefined

type Seller = Readonly<{ sellerId: string; nowMs: number }>

/** Tries out rows, in order. Rows of one call see neither each other nor those of earlier calls, except codes that come twice. */
export async function planRows(
  task: ImportTask,
  rows: readonly RowValues[],
  parts: PlanParts & Seller,
): Promise<readonly PlannedRow[]> {
  if (task.kind === 'import-coupons') return planCoupons(rows, parts)
  const planned: PlannedRow[] = []
  for (const values of rows) {
    const row = readMemberRow(values)
    planned.push('state' in row ? row : await planMember(row, parts))
  }
  return planned
}

async function planCoupons(
  rows: readonly RowValues[],
  { coupons, sellerId }: PlanParts & Seller,
): Promise<readonly PlannedRow[]> {
  const read = rows.map(readCouponRow)
  const codes = new Set(read.flatMap((row) => ('state' in row ? [] : [row.draft.terms.couponCode])))
  const stored = codes.size === 0 ? [] : await coupons.findCoupons(sellerId, [...codes])
  const known = new Map<string, Parameters<typeof differingFields>[0]>(
    stored.map((coupon) => [coupon.terms.couponCode, coupon]),
  )
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

/** Whom a row names, by the rules of docs/adr/0021-members.md for members without shared phones; the import itself decides. */
async function planMember(row: MemberRow, { members, sellerId, nowMs }: PlanParts & Seller): Promise<PlannedRow> {
  const saving = { change: row.change, keepsConsent: true }
  const alone = profileAfter(emptyProfile, saving, nowMs)
  if (alone.kind === 'invalid') return invalidRow(alone)
  const [phone, cardNo] = [plainPhone(row.phone), row.cardNo]
  const ofPhone = phone === undefined ? [] : await members.findMembersNamed(sellerId, { phone, cardNo: undefined })
  const ofCard = cardNo === undefined ? [] : await members.findMembersNamed(sellerId, { cardNo, phone: undefined })
  const named = membersNamed({ phone, cardNo, ofPhone, ofCard })
  const [member, ...others] = named
  if (member === undefined) return 'created'
  if (others.length > 0) return { state: 'refused', refusal: 'member-ambiguous' }
  const changed = profileAfter(member.profile, saving, nowMs)
  if (changed.kind === 'invalid') return invalidRow(changed)
  const isAdded =
    (phone !== undefined && !member.phones.some((held) => held.phone === phone)) ||
    (cardNo !== undefined && !member.cards.some((held) => held.cardNo === cardNo))
  return isAdded || isOtherProfile(member.profile, changed.profile) ? undefined : 'unchanged'
}

type Naming = Readonly<{
  phone: string | undefined
  cardNo: string | undefined
  ofPhone: readonly Member[]
  ofCard: readonly Member[]
}>

function membersNamed({ phone, cardNo, ofPhone, ofCard }: Naming): readonly Member[] {
  if (ofCard.length > 0) return ofCard
  const holders = ofPhone.filter(({ phones }) => phones.some((held) => held.phone === phone && held.state === 'active'))
  if (cardNo === undefined) return holders
  const free = holders.filter(({ cards }) => cards.every(({ state }) => state !== 'active'))
  return holders.length > maxMembersOfPhone || free.length !== 1 ? [] : free
}
