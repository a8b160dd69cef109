import { type InputOf, searchCoupons } from '@yaoquan/api'
import { isCalendarDay } from '#domain/dates'
import { claimedVersions } from '#domain/evaluation/terms-of-coupons'
import { type Member, parseMemberId } from '#domain/members/member'
import type { Named } from '#domain/members/name-members'
import type { SearchFilter } from '#domain/search/coupon-search'
import { searchCoupons as search } from '#domain/search/search-coupons'
import { InvalidInput, type LifecycleDependencies, type Method } from './method.ts'
import { errorResult } from './refused-result.ts'
import { toCouponTerms } from './template-result.ts'
import { toDetailedCoupon } from './yaoquan.coupon.get.ts'

type Input = InputOf<typeof searchCoupons>

/** Coupons by status, template, dates, shop and member, page by page. */
export function searchCouponsMethod({
  searcher,
  shops,
  templates,
  members,
}: LifecycleDependencies): Method<typeof searchCoupons> {
  return {
    definition: searchCoupons,
    async call(input, { sellerId, nowMs }) {
      const { cursor, limit = 100 } = input
      const named = await namedBy(input, (memberNo) => members.findMember(sellerId, memberNo))
      if (named === undefined) return { result: { ...errorResult('memberNotFound'), coupons: [] } }
      const filter = filterOf({ ...input, ...named })
      const page = await search({ coupons: searcher, shops, sellerId, filter, cursor, limit, nowMs })
      if (page.kind === 'invalid-cursor') return { result: { ...errorResult('invalidCursor'), coupons: [] } }
      const { nextCursor, totalCount } = page
      const coupons = page.coupons.map((coupon) => toDetailedCoupon(coupon, nowMs))
      const found = await templates.findVersions(sellerId, claimedVersions(page.coupons))
      const terms = found.length === 0 ? undefined : found.map(toCouponTerms)
      return { result: { coupons, terms, nextCursor, totalCount, success: true } }
    },
  }
}

const days = [
  'issuedFrom',
  'issuedTo',
  'startFrom',
  'startTo',
  'endFrom',
  'endTo',
  'usedFrom',
  'usedTo',
] as const satisfies readonly (keyof Input)[]

type FindMember = (memberNo: number) => Promise<Member | undefined>

/**
 * The phone and card to search by. A card of a member finds all its coupons; so does a phone, with those of other members
 * who share it.
 * @returns undefined for the id of a member who is merged or erased, or who never was
 */
async function namedBy({ memberId, phone, cardNo }: Input, findMember: FindMember): Promise<Named | undefined> {
  if (memberId === undefined) return { phone, cardNo }
  if (phone !== undefined || cardNo !== undefined) throw new InvalidInput('member_id', '不能与 phone、card_no 同传')
  const memberNo = parseMemberId(memberId)
  const member = memberNo === undefined ? undefined : await findMember(memberNo)
  const inUse = (held: Readonly<{ state: string }>): boolean => held.state === 'active'
  const card = member?.cards.find(inUse) ?? member?.cards[0]
  if (card !== undefined) return { phone: undefined, cardNo: card.cardNo }
  const held = member?.phones.find(inUse) ?? member?.phones[0]
  return held && { phone: held.phone, cardNo: undefined }
}

function filterOf({ cursor: _cursor, limit: _limit, memberId: _memberId, ...filter }: Input): SearchFilter {
  for (const day of days) {
    const text = filter[day]
    if (text !== undefined && !isCalendarDay(text)) {
      throw new InvalidInput(searchCoupons.request[day].wire, '应为 YYYY-MM-DD 格式的有效日期')
    }
  }
  return filter
}
