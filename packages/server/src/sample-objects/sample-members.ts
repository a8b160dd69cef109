import {
  changePhone,
  eraseMember,
  exportMember,
  getMember,
  type InputOf,
  mergeMembers,
  replaceCard,
  type saveMember,
  searchMembers,
  unmergeMembers,
} from '@yaoquan/api'
import { exampleValues } from '@yaoquan/samples'
import type { MethodCall } from './method-call.ts'

type Member = Omit<InputOf<typeof saveMember>, 'outRequestNo'>

/** The first members of a seller get the ids M1 to M5, in this order. */
const numbered: readonly Readonly<{ name: string; id: string | undefined }>[] = [
  { name: '样例删除', id: eraseMember.request.memberId.example },
  { name: '样例合并一', id: mergeMembers.request.intoMemberId.example },
  { name: '样例合并二', id: mergeMembers.request.fromMemberId.example },
  { name: '样例撤销一', id: undefined },
  { name: '样例撤销二', id: undefined },
]

const others: readonly Member[] = [
  { phone: changePhone.request.oldPhone.example, cardNo: changePhone.request.cardNo.example },
  { phone: '13800200017', cardNo: exportMember.request.cardNo.example },
  { phone: getMember.request.phone.example, cardNo: getMember.request.cardNo.example },
  { phone: '13800200019', cardNo: replaceCard.request.cardNo.example },
  {
    phone: '13800200021',
    level: searchMembers.request.level.example,
    tags: [searchMembers.request.tag.example],
  },
]

/**
 * The members that samples name. They are the first of their seller, since their ids and that of the merge are its first numbers.
 * The merge can be undone for 30 days only, so it is undone here, under the number of the sample, which so is answered in any year.
 */
export async function openSampleMembers(call: MethodCall, nowMs: number): Promise<void> {
  for (const [place, { name }] of numbered.entries()) {
    await call('yaoquan.member.save', { outRequestNo: `SAMPLES-M${place + 1}`, name, level: 'sample' }, nowMs)
  }
  const merge = { outRequestNo: 'SAMPLES-MERGE', fromMemberId: 'M5', intoMemberId: 'M4', reason: '重复建档' }
  await call('yaoquan.member.merge', merge, nowMs)
  const undo = exampleValues(unmergeMembers) as InputOf<typeof unmergeMembers>
  await call('yaoquan.member.unmerge', undo, nowMs)
  for (const [place, member] of others.entries()) {
    await call('yaoquan.member.save', { outRequestNo: `SAMPLES-MEMBER-${place + 1}`, ...member }, nowMs)
  }
}
