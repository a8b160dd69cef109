import type { SqlReader } from '#database/sql-engine'
import type { MemberNumber } from '#domain/members/member'
import type { MemberMerge, MergedMembers } from '#domain/members/member-store'
import { findMergesOfMember, memberMergeOfRow } from '#store/tables/member-merge'

/** A member, and those that are merged into it, directly or through others. */
export async function mergedMembers(
  reader: Pick<SqlReader, 'all'>,
  sellerId: string,
  memberNo: MemberNumber,
): Promise<MergedMembers> {
  const memberNos = new Set([memberNo])
  const merges = new Map<string, MemberMerge>()
  // A set gives what is added while it is walked.
  for (const one of memberNos) {
    for (const row of await reader.all(findMergesOfMember({ sellerId, memberNo: one }))) {
      const merge = memberMergeOfRow(row)
      const { mergeId, from, into, undoneAtMs } = merge
      merges.set(mergeId, merge)
      if (into === one && undoneAtMs === undefined) memberNos.add(from)
    }
  }
  return { memberNos: [...memberNos], merges: [...merges.values()] }
}
