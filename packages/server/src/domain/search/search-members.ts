import { plainPhone } from '#domain/members/find-member'
import type { Member } from '#domain/members/member'
import type { MemberReader } from '#domain/members/member-store'
import { readCursor, writeCursor } from './search-cursor.ts'

export type MemberFilter = Readonly<{
  phone?: string | undefined
  cardNo?: string | undefined
  level?: string | undefined
  tag?: string | undefined
  state?: Member['state']['kind'] | undefined
}>

export type MemberSearch = Readonly<{
  members: MemberReader
  sellerId: string
  filter: MemberFilter
  /** Of the page before; absent at the start. */
  cursor: string | undefined
  /** 1..200 */
  limit: number
}>

export type FoundMembers =
  | Readonly<{ kind: 'page'; members: readonly Member[]; nextCursor: string | undefined }>
  | Readonly<{ kind: 'invalid-cursor' }>

/** For a page that does not fill up, in milliseconds. */
const lookMs = 500

/** One page of the members that meet all filters. A phone or card has few members, so they come in one page. */
export async function searchMembers(search: MemberSearch): Promise<FoundMembers> {
  const { members, sellerId, cursor, limit } = search
  const { phone, cardNo, ...filter } = { ...search.filter, phone: plainPhone(search.filter.phone) }
  if (phone !== undefined || cardNo !== undefined) {
    if (cursor !== undefined) return { kind: 'invalid-cursor' }
    const found = await findNamed(members, sellerId, { phone, cardNo })
    return { kind: 'page', members: found.filter((member) => meets(member, filter)), nextCursor: undefined }
  }
  const ofMembers = { members: filter }
  const afterMemberNo = cursor === undefined ? 0 : readCursor(cursor, ofMembers)
  if (afterMemberNo === undefined) return { kind: 'invalid-cursor' }
  const { members: found, nextMemberNo } = await members.listMembers({ sellerId, filter, afterMemberNo, limit, lookMs })
  const nextCursor = nextMemberNo === undefined ? undefined : writeCursor(nextMemberNo, ofMembers)
  return { kind: 'page', members: found, nextCursor }
}

async function findNamed(
  members: MemberReader,
  sellerId: string,
  { phone, cardNo }: Readonly<{ phone: string | undefined; cardNo: string | undefined }>,
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
