import type { EventKind } from '#domain/events/event-store'
import type { MemberNumber } from '#domain/members/member'
import { insertMemberEvent } from '#store/tables/member-event'
import type { MemberWriterParts } from './member-writer-parts.ts'

export type MemberEvent = Readonly<{
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
