import { plainPhone } from '#domain/members/find-member'
import type { Named } from '#domain/members/identity-resolution'
import type { Member } from '#domain/members/member'
import type { MemberListQuery, MemberReader } from '#domain/members/member-store'
import type { Page, Paging } from '#domain/page'
import { readCursor, writeCursor } from './search-cursor.ts'

type MemberFilter = MemberListQuery['filter'] & Readonly<Partial<Named>>

type MemberSearch = Paging &
  Readonly<{ members: MemberReader; filter: MemberFilter; isNewestFirst?: boolean | undefined }>

/** Time limit for a page that does not fill, in milliseconds. */
const lookMs = 500

/** One page of the members that meet all filters. A phone or card has few members, so they come in one page. */
export async function searchMembers(search: MemberSearch): Promise<Page<Member>> {
  const { members, sellerId, cursor, limit, isNewestFirst = false } = search
  const { phone, cardNo, ...filter } = { ...search.filter, phone: plainPhone(search.filter.phone) }
  if (phone !== undefined || cardNo !== undefined) {
    if (cursor !== undefined) return { kind: 'invalid-cursor' }
    const found = await findNamed(members, sellerId, { phone, cardNo })
    return { kind: 'page', rows: found.filter((member) => meets(member, filter)), nextCursor: undefined }
  }
  const ofMembers = isNewestFirst ? { newestMembers: filter } : { members: filter }
  const afterMemberNo = cursor === undefined ? undefined : readCursor(cursor, ofMembers)
  if (cursor !== undefined && afterMemberNo === undefined) return { kind: 'invalid-cursor' }
  const query = { sellerId, filter, isNewestFirst, afterMemberNo, limit, lookMs }
  const { members: rows, nextMemberNo } = await members.listMembers(query)
  const nextCursor = nextMemberNo === undefined ? undefined : writeCursor(nextMemberNo, ofMembers)
  return { kind: 'page', rows, nextCursor }
}

async function findNamed(
  members: MemberReader,
  sellerId: string,
  { phone, cardNo }: Named,
): Promise<readonly Member[]> {
  if (cardNo === undefined) return members.findMembersNamed(sellerId, { phone, cardNo })
  const ofCard = await members.findMembersNamed(sellerId, { phone: undefined, cardNo })
  return phone === undefined ? ofCard : ofCard.filter(({ phones }) => phones.some((held) => held.phone === phone))
}

function meets(member: Member, { level, tag, state }: MemberFilter): boolean {
  const { profile } = member
  if (level !== undefined && profile.level !== level) return false
  if (tag !== undefined && !profile.tags.includes(tag)) return false
  return state === undefined || member.state.kind === state
}
