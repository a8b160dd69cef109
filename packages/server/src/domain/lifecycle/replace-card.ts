import { findActiveMember, problemOfCard } from '#domain/members/find-member'
import { type MemberRefusal, refused } from '#domain/members/member-refusal'
import type { ChangedMember } from './change-phone.ts'
import type { LifecycleWriter, Worked, WriteCall, Written } from './lifecycle-store.ts'
import { addedCard } from './save-member.ts'

export type ReplacingCard = WriteCall &
  Readonly<{
    cardNo: string
    /** What becomes of the card. */
    state: 'lost' | 'replaced'
    newCardNo: string | undefined
    /** Kept in the event. */
    reason: string | undefined
  }>

/** Marks a card as lost or replaced, and gives its member a new one. The former number keeps naming the member. */
export function replaceCard(asked: ReplacingCard): Promise<Written<ChangedMember, MemberRefusal>> {
  return asked.lifecycle.writeOnce<ChangedMember, MemberRefusal>(asked.request, (writer) => replace(asked, writer))
}

async function replace(asked: ReplacingCard, writer: LifecycleWriter): Promise<Worked<ChangedMember, MemberRefusal>> {
  const { cardNo, state, newCardNo } = asked
  const problem = problemOfCard(newCardNo, 'new_card_no')
  if (problem !== undefined) return refused(problem)
  const found = await findActiveMember(writer, { cardNo })
  if (found.kind === 'refused') return found
  const { member } = found
  const card = member.cards.find((one) => one.cardNo === cardNo)
  if (card === undefined) return refused({ kind: 'member-not-found' })
  const added =
    newCardNo === undefined ? ({ kind: 'added', changes: [] } as const) : await addedCard(writer, member, newCardNo)
  if (added.kind === 'refused') return added
  await writer.changeMember(member, [{ kind: 'card-state', card, state }, ...added.changes], asked.reason)
  return { kind: 'done', answer: { memberNo: member.memberNo } }
}
