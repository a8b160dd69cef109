import { readValue } from '#database/record'
import type { SqlReader, SqlRow } from '#database/sql-engine'
import { allInList } from '#database/table'
import { dayOf } from '#domain/dates'
import { maxMembersOfPhone, maxPhonesOfMember } from '#domain/members/identity-resolution'
import type { MemberNumber } from '#domain/members/member'
import { firstPlaceOf } from '#domain/orders/order-store'
import { isRecentCoupon } from '#domain/retention/retention-store'
import { findLastEventTime } from '#store/tables/chain-event'
import { activityOfRow, findCouponsBefore, listMemberActivity, livedCouponOfRow } from '#store/tables/member-activity'
import { findCardsOfMembers, memberCardOfRow } from '#store/tables/member-card'
import { listOrdersByCard, listOrdersByPhoneAlone, type OrderList } from '#store/tables/order-lists'
import { findMembersOfPhones, findPhonesOfMembers, phoneMemberOfRow } from '#store/tables/phone-member'

/** Members that one step looks at. */
const maxLookedAt = 64
/** Coupons that are read at a time, newest first: most members have fewer. */
const maxCoupons = 200

type InactiveQuery = Readonly<{
  sellerId: string
  /** 0 for the first step. */
  after: MemberNumber
  /** Epoch milliseconds. */
  beforeMs: number
  /** 64 or fewer. */
  limit?: number
}>

/** `next` is the start of the next step; undefined if there are no more members. */
export type InactiveMembers = Readonly<{ inactive: readonly MemberNumber[]; next: MemberNumber | undefined }>

/**
 * Finds, among the next members, those without activity since a moment: not created, changed or touched, no phone or card taken, no coupon
 * of theirs issued, used or usable, and no order made.
 */
export async function findInactiveMembers(
  reader: SqlReader,
  { sellerId, after, beforeMs, limit = maxLookedAt }: InactiveQuery,
): Promise<InactiveMembers> {
  const rows = (await reader.all(listMemberActivity({ sellerId, afterMemberNo: after, limit }))).map(activityOfRow)
  const unchanged = rows.filter(({ isActive, changedAtMs }) => isActive && changedAtMs < beforeMs)
  const memberNos = unchanged.map(({ memberNo }) => memberNo)
  const next = rows.length < limit ? undefined : rows.at(-1)?.memberNo
  if (memberNos.length === 0) return { inactive: [], next }
  const held = await holdingsOf(reader, sellerId, memberNos)
  const inactive: MemberNumber[] = []
  for (const memberNo of memberNos) {
    const isActive = await hasActivity({ reader, sellerId, sinceMs: beforeMs }, held(memberNo))
    if (!isActive) inactive.push(memberNo)
  }
  return { inactive, next }
}

/** The cards of a member, and the phones whose coupons without a card it owns, as in coupons-of-member.ts. */
type Held = Readonly<{ cardRefs: readonly number[]; phoneRefs: readonly number[]; takenAtMs: number }>

async function holdingsOf(
  reader: SqlReader,
  sellerId: string,
  memberNos: readonly MemberNumber[],
): Promise<(memberNo: MemberNumber) => Held> {
  const cards = (await allInList(reader, findCardsOfMembers, { sellerId, memberNos })).map(memberCardOfRow)
  const phones = (await allInList(reader, findPhonesOfMembers, { sellerId, memberNos })).map(phoneMemberOfRow)
  const refs = [...new Set(phones.map(({ phoneRef }) => phoneRef))]
  const activeCounts = countActive(await allInList(reader, findMembersOfPhones, { sellerId, refs }))
  return (memberNo) => {
    const ownCards = cards.filter((card) => card.memberNo === memberNo)
    const ownPhones = phones.filter((phone) => phone.memberNo === memberNo)
    const owns = ownPhones.filter(({ state }) => state === 'active').length <= maxPhonesOfMember
    const refs = ownPhones.map(({ phoneRef }) => phoneRef)
    return {
      cardRefs: ownCards.map(({ ref }) => ref),
      phoneRefs: owns ? refs.filter((ref) => (activeCounts.get(ref) ?? 0) <= maxMembersOfPhone) : [],
      takenAtMs: Math.max(0, ...[...ownCards, ...ownPhones].map(({ sinceMs }) => sinceMs)),
    }
  }
}

function countActive(rows: readonly SqlRow[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const { phoneRef, state } of rows.map(phoneMemberOfRow)) {
    if (state === 'active') counts.set(phoneRef, (counts.get(phoneRef) ?? 0) + 1)
  }
  return counts
}

type Search = Readonly<{ reader: SqlReader; sellerId: string; sinceMs: number }>

async function hasActivity(search: Search, { cardRefs, phoneRefs, takenAtMs }: Held): Promise<boolean> {
  if (takenAtMs >= search.sinceMs) return true
  for (const ref of cardRefs) if (await hasRecentCoupon(search, 'card_ref', ref)) return true
  for (const ref of phoneRefs) if (await hasRecentCoupon(search, 'phone_ref', ref)) return true
  for (const ref of cardRefs)
    if (await hasRecentOrder(search, (range) => listOrdersByCard({ ...range, cardRef: ref }))) return true
  for (const ref of phoneRefs)
    if (await hasRecentOrder(search, (range) => listOrdersByPhoneAlone({ ...range, phoneRef: ref }))) return true
  return false
}

/** Compares the day of the order. */
async function hasRecentOrder({ reader, sellerId, sinceMs }: Search, list: OrderList): Promise<boolean> {
  const range = { sellerId, after: firstPlaceOf(dayOf(sinceMs)), upTo: Number.MAX_SAFE_INTEGER, limit: 1 }
  return (await reader.one(list(range))) !== undefined
}

/** Ends at the first one, so a card or phone of many thousands is read to its end only when nothing happened for long. */
async function hasRecentCoupon(
  { reader, sellerId, sinceMs }: Search,
  key: keyof typeof findCouponsBefore,
  ref: number,
): Promise<boolean> {
  let before: number | undefined = Number.MAX_SAFE_INTEGER
  while (before !== undefined) {
    const rows: readonly SqlRow[] = await reader.all(
      findCouponsBefore[key]({ sellerId, ref, beforeSeq: before, limit: maxCoupons }),
    )
    const coupons = rows.map(livedCouponOfRow)
    for (const coupon of coupons) {
      if (key === 'phone_ref' && coupon.hasCard) continue
      const isRecent = isRecentCoupon(coupon, sinceMs)
      if (isRecent === true) return true
      if (isRecent === false) continue
      const lastMs = await readValue(reader, findLastEventTime({ sellerId, couponSeq: coupon.seq }))
      if (Number(lastMs ?? 0) >= sinceMs) return true
    }
    before = coupons.length < maxCoupons ? undefined : coupons.at(-1)?.seq
  }
  return false
}
