import type { SqlReader, SqlRow } from '#database/sql-engine'
import type { MemberNumber } from '#domain/members/member'
import { findMergesOfMember, memberMergeOfRow } from '#store/tables/member-merge'

type MergedMembers = Readonly<{
  /** The member first. */
  memberNos: readonly MemberNumber[]
  /** Every merge that any of them had part in. */
  merges: readonly SqlRow[]
}>

/** A member, and those that are merged into it, directly or through others. */
export async function mergedMembers(
  reader: Pick<SqlReader, 'all'>,
  sellerId: string,
  memberNo: MemberNumber,
): Promise<MergedMembers> {
  const memberNos = new Set([memberNo])
  const merges = new Map<string, SqlRow>()
  // A set gives what is added while it is walked.
  for (const one of memberNos) {
    for (const row of await reader.all(findMergesOfMember({ sellerId, memberNo: one }))) {
      const { mergeId, from, into, undoneAtMs } = memberMergeOfRow(row)
      merges.set(mergeId, row)
      if (into === one && undoneAtMs === undefined) memberNos.add(from)
    }
  }
  return { memberNos: [...memberNos], merges: [...merges.values()] }
}
