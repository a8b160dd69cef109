import type { SqlReader } from '#database/sql-engine'
import { allInList } from '#database/table'
import type { MemberNumber } from '#domain/members/member'
import type { MemberMerge, MergedMembers } from '#domain/members/member-store'
import { findMergesOfMembers, memberMergeOfRow } from '#store/tables/member-merge'

/** A member, and those that are merged into it, directly or through others. */
export async function mergedMembers(
  reader: Pick<SqlReader, 'all'>,
  sellerId: string,
  memberNo: MemberNumber,
): Promise<MergedMembers> {
  const memberNos = new Set<MemberNumber>()
  const merges = new Map<string, MemberMerge>()
  for (let next = [memberNo]; next.length > 0; ) {
    for (const one of next) memberNos.add(one)
    const found = (await allInList(reader, findMergesOfMembers, { sellerId, memberNos: next })).map(memberMergeOfRow)
    for (const merge of found) merges.set(merge.mergeId, merge)
    const present = found.filter(({ into, undoneAtMs }) => next.includes(into) && undoneAtMs === undefined)
    next = [...new Set(present.map(({ from }) => from))].filter((from) => !memberNos.has(from))
  }
  return { memberNos: [...memberNos], merges: [...merges.values()] }
}
