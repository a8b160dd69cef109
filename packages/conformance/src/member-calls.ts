import {
  changePhone,
  eraseMember,
  issueCoupons,
  memberId,
  mergeMembers,
  replaceCard,
  requestOf,
  runAct,
  type Store,
  saveMember,
  unmergeMembers,
  type Written,
} from '#server/testing'
import * as calls from '#server/testing/calls'
import type { MemberAction } from './apply-member-action.ts'

/** How many coupons of the template `T` a member may claim. */
export const memberTotal = 3

/** What an action came to, in the model's words, and what the store made up for it. */
export type Performed = Readonly<{ outcome: string; codes?: readonly string[]; mergeId?: string }>

type Moment = Readonly<{ sellerId: string; nowMs: number; round: number; caller: number }>

/** Makes the call of an action. */
export async function performAction(store: Store, action: MemberAction, moment: Moment): Promise<Performed> {
  const { lifecycleStore: lifecycle, erasures } = store
  const { sellerId, nowMs, round, caller } = moment
  const request = requestOf(sellerId, { nowMs, content: JSON.stringify(action) })
  const reason = undefined
  const ofMember = ({ memberNo }: Readonly<{ memberNo: number }>) => memberId(memberNo)
  switch (action.kind) {
    case 'issue': {
      const couponCode = `i${round}.${caller}`
      const { phone, card: cardNo } = action.names
      const rows = [{ couponCode, phone, cardNo, endDate: '2099-12-31' }]
      const written = await issueCoupons({ lifecycle, request, rows })
      return { ...told(written, () => ''), codes: [couponCode] }
    }
    case 'claim': {
      const { phone, card: cardNo } = action.names
      const written = await calls.claim(store, request, { phone, cardNo, count: action.count })
      return { ...told(written, () => ''), codes: written.kind === 'done' ? written.answer.couponCodes : [] }
    }
    case 'save': {
      const { member, names, shares: mayShare } = action
      const selector = { ...idOf(member), phone: names.phone, cardNo: names.card }
      return told(await runAct(saveMember, { lifecycle, request, selector, change: {}, mayShare }), ofMember)
    }
    case 'change-phone': {
      const { member, old: oldPhone, next: newPhone, shares: mayShare } = action
      const input = { lifecycle, request, selector: idOf(member), oldPhone, newPhone, mayShare, reason }
      return told(await runAct(changePhone, input), ofMember)
    }
    case 'replace-card': {
      const input = { lifecycle, request, cardNo: action.card, newCardNo: action.next, state: 'lost', reason } as const
      return told(await runAct(replaceCard, input), ofMember)
    }
    case 'merge': {
      const [from, into] = [memberId(action.from), memberId(action.into)]
      const written = await runAct(mergeMembers, { lifecycle, request, from, into, reason })
      return { ...told(written, () => ''), ...(written.kind === 'done' && { mergeId: written.answer.mergeId }) }
    }
    case 'unmerge':
      return told(await runAct(unmergeMembers, { lifecycle, request, mergeId: action.id, reason }), () => '')
    case 'erase': {
      const written = await eraseMember({ lifecycle, erasures, request, selector: idOf(action.member), reason })
      return told(written, ({ memberNos }) =>
        memberNos
          .toSorted((left, right) => left - right)
          .map(memberId)
          .join(),
      )
    }
  }
}

function idOf(member: number | undefined): Readonly<{ memberId?: string }> {
  return member === undefined ? {} : { memberId: memberId(member) }
}

function told<Answer>(
  written: Written<Answer, Readonly<{ kind: string }>>,
  words: (answer: Answer) => string,
): Pick<Performed, 'outcome'> {
  if (written.kind === 'refused') return { outcome: written.refusal.kind }
  if (written.kind === 'done') return { outcome: `ok ${words(written.answer)}`.trim() }
  return { outcome: written.kind }
}
