import { type InputOf, searchCoupons } from '@yaoquan/api'
import type { Named } from '#domain/members/identity-resolution'
import { type Member, parseMemberId } from '#domain/members/member'
import type { SearchFilter } from '#domain/search/coupon-search'
import { InvalidInput } from './method.ts'
import { readDay } from './read-times.ts'

/** The filters of a search of coupons, as they are sent. */
export type AskedFilter = Omit<InputOf<typeof searchCoupons>, 'cursor' | 'limit'>

/**
 * What to search by.
 * @returns undefined for the id of a member who is merged or erased, or who never was
 * @throws InvalidInput for a day that is none, and for a member or templates that are named twice
 */
export async function couponFilter(input: AskedFilter, findMember: FindMember): Promise<SearchFilter | undefined> {
  const named = await namedBy(input, findMember)
  return named && filterOf({ ...input, ...named })
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
] as const satisfies readonly (keyof AskedFilter)[]

type FindMember = (memberNo: number) => Promise<Member | undefined>

/**
 * The phone and card to search by. A card of a member finds all its coupons; so does a phone, with those of other members
 * who share it.
 * @returns undefined for the id of a member who is merged or erased, or who never was
 */
async function namedBy({ memberId, phone, cardNo }: AskedFilter, findMember: FindMember): Promise<Named | undefined> {
  if (memberId === undefined) return { phone, cardNo }
  if (phone !== undefined || cardNo !== undefined)
    throw new InvalidInput('member_id', {
      zh: '不能与 phone、card_no 同传',
      en: 'may not be sent with phone or card_no',
    })
  const memberNo = parseMemberId(memberId)
  const member = memberNo === undefined ? undefined : await findMember(memberNo)
  const inUse = (held: Readonly<{ state: string }>): boolean => held.state === 'active'
  const card = member?.cards.find(inUse) ?? member?.cards[0]
  if (card !== undefined) return { phone: undefined, cardNo: card.cardNo }
  const held = member?.phones.find(inUse) ?? member?.phones[0]
  return held && { phone: held.phone, cardNo: undefined }
}

function filterOf({ memberId: _memberId, ...filter }: AskedFilter): SearchFilter {
  if (filter.couponId !== undefined && filter.couponIds !== undefined) {
    throw new InvalidInput('coupon_ids', { zh: '不能与 coupon_id 同传', en: 'may not be sent with coupon_id' })
  }
  for (const day of days) {
    const text = filter[day]
    if (text !== undefined) readDay(searchCoupons.request[day].wire, text)
  }
  return filter
}
