import { findActiveMember, type MemberNaming, problemOfMasked, problemOfPhone } from '#domain/members/find-member'
import type { MemberNumber } from '#domain/members/member'
import { type MemberRefusal, refused } from '#domain/members/member-refusal'
import { normalisePhone } from '#domain/phone'
import type { LifecycleWriter, Worked, WriteCall, Written } from './lifecycle-store.ts'
import { addedPhone } from './save-member.ts'

export type ChangingPhone = WriteCall &
  Readonly<{
    /** Without id and card, the member is named by the old phone. */
    naming: Pick<MemberNaming, 'memberId' | 'cardNo'>
    oldPhone: string
    newPhone: string
    mayShare: boolean
    /** Kept in the event. */
    reason: string | undefined
  }>

export type ChangedMember = Readonly<{ memberNo: MemberNumber }>

/** Gives a member a new phone and marks the old one as replaced. */
export function changePhone(asked: ChangingPhone): Promise<Written<ChangedMember, MemberRefusal>> {
  return asked.lifecycle.writeOnce<ChangedMember, MemberRefusal>(asked.request, (writer) => change(asked, writer))
}

async function change(asked: ChangingPhone, writer: LifecycleWriter): Promise<Worked<ChangedMember, MemberRefusal>> {
  const { naming, mayShare } = asked
  const [oldPhone, newPhone] = [normalisePhone(asked.oldPhone), normalisePhone(asked.newPhone)]
  const problem = problemOfMasked(oldPhone, 'old_phone') ?? problemOfPhone(newPhone, 'new_phone')
  if (problem !== undefined) return refused(problem)
  const isNamed = naming.memberId !== undefined || naming.cardNo !== undefined
  const found = await findActiveMember(writer, isNamed ? naming : { phone: oldPhone })
  if (found.kind === 'refused') return found
  const { member } = found
  const old = member.phones.find(({ phone, state }) => phone === oldPhone && state === 'active')
  if (old === undefined) return refused({ kind: 'phone-not-held' })
  if (newPhone === oldPhone) {
    const rule = { zh: '与 old_phone 相同', en: 'equals old_phone' }
    return refused({ kind: 'invalid-member', field: 'new_phone', rule })
  }
  const added = await addedPhone(writer, member, { phone: newPhone, mayShare })
  if (added.kind === 'refused') return added
  await writer.changeMember(
    member,
    [...added.changes, { kind: 'phone-state', phone: old, state: 'replaced' }],
    asked.reason,
  )
  return { kind: 'done', answer: { memberNo: member.memberNo } }
}
