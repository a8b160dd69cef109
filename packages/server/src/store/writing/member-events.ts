import type { EventKind } from '#domain/events/event-store'
import type { MemberNumber } from '#domain/members/member'
import { changedAtOfRow, findMember, touchedMember, touchMember as touchStatement } from '#store/tables/member'
import { insertMemberEvent } from '#store/tables/member-event'
import type { MemberWriterParts } from './shared-parts.ts'

type MemberEvent = Readonly<{
  kind: Extract<EventKind, `member_${string}` | 'exported'>
  /** Members that the event is about. */
  memberNos: readonly MemberNumber[]
  /** Gives its text. @param eventSeq its number */
  textOf: (eventSeq: number) => string
}>

/**
 * Appends an event that is found by its members.
 * @returns its number
 */
export function appendMemberEvent(
  { unit, head, origin }: Pick<MemberWriterParts, 'unit' | 'head' | 'origin'>,
  { kind, memberNos, textOf }: MemberEvent,
): number {
  const eventSeq = head.takeNumbers(1)
  head.writeEvents([{ kind, count: 1, after: textOf(eventSeq) }])
  const rows = memberNos.map((memberNo) =>
    insertMemberEvent.encode({ seller_id: origin.sellerId, member_no: memberNo, event_seq: eventSeq }),
  )
  unit.insert(insertMemberEvent.text, rows)
  head.changeMemberRows([{ table: 'member_event', rows }])
  return eventSeq
}

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
