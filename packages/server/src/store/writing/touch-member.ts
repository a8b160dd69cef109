import type { MemberNumber } from '#domain/members/member'
import { changedAtOfRow, findMember, touchedMember, touchMember as touchStatement } from '#store/tables/member'
import type { MemberWriterParts } from './member-writer-parts.ts'

/** Retention counts in days, so a member is touched once in one. */
const touchEveryMs = 86_400_000

/**
 * Notes that a call named a member without changing it. The caller has locked the issuers of the seller, and writes an
 * event or a request row.
 */
export async function touchMember({ unit, head, origin }: MemberWriterParts, memberNo: MemberNumber): Promise<void> {
  const { sellerId, atMs } = origin
  const row = await unit.one(findMember({ sellerId, memberNo }))
  if (row === undefined || atMs - changedAtOfRow(row) < touchEveryMs) return
  await unit.run(touchStatement({ changedAtMs: atMs, sellerId, memberNo }))
  head.changeMemberRows([{ table: 'member', rows: [touchedMember(row, atMs)] }], [{ table: 'member', rows: [row] }])
}
