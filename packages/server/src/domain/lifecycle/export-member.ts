import { findActiveMember, type MemberNaming } from '#domain/members/find-member'
import type { MemberNumber } from '#domain/members/member'
import type { MemberRefusal } from '#domain/members/member-refusal'
import type { WriteCall, Written } from './lifecycle-store.ts'

export type ExportRecorded = Readonly<{
  memberNo: MemberNumber
  /** Number of the event that records the export. */
  eventSeq: number
}>

/** Records that a member's data is given out. The caller reads the data afterwards. */
export function recordMemberExport(
  asked: WriteCall & Readonly<{ naming: MemberNaming }>,
): Promise<Written<ExportRecorded, MemberRefusal>> {
  return asked.lifecycle.writeOnce<ExportRecorded, MemberRefusal>(asked.request, async (writer) => {
    const found = await findActiveMember(writer, asked.naming)
    if (found.kind === 'refused') return found
    const { memberNo } = found.member
    return { kind: 'done', answer: { memberNo, eventSeq: await writer.recordExport(memberNo) } }
  })
}
