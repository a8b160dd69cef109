import { expect, test } from 'vitest'
import { foundOf, memberOf } from '#testing/example-member'
import { memberErasure } from './erase-member.ts'
import { recordMemberExport } from './export-member.ts'

const phone = '13800000001'
const member = memberOf(1, { phones: { [phone]: 'active' } })
const merge = { mergeId: '7', from: 2, into: 1, mergedAtMs: 0, undoneAtMs: undefined, phoneRefs: [], cardRefs: [] }
const merged = { memberNos: [1, 2], merges: [merge] }

test('a member is erased with those merged into it', () => {
  const input = { selector: { phone }, reason: '本人要求' }
  expect(memberErasure.decide({ input, found: { members: foundOf(member), merged, waiting: [] }, nowMs: 9 })).toEqual({
    kind: 'done',
    answer: { memberNo: 1, memberNos: [1, 2], erasedAtMs: 9 },
    changes: [{ kind: 'memberErased', to: { ...merged, reason: '本人要求' } }],
  })
})

test('what was asked for about an erased member goes with it, unless it was approved', () => {
  const of = { askedBy: 'operator:li', askedAtMs: 0, untilMs: 20 }
  const erasing = { kind: 'erase-member', memberId: 'M1', reason: '张三要求' } as const
  const about = { ...of, requestId: 'a', subject: erasing }
  const ofMerged = {
    ...about,
    requestId: 'b',
    subject: { ...erasing, kind: 'merge-members', memberId: 'M9', intoMemberId: 'M2' },
  } as const
  const others = [
    { ...about, requestId: 'c', approvedBy: 'operator:wang' },
    { ...about, requestId: 'd', subject: { ...erasing, memberId: 'M12' } },
    { ...of, requestId: 'e', subject: { kind: 'end-second-person' } as const },
  ]
  const found = { members: foundOf(member), merged, waiting: [about, ofMerged, ...others] }
  expect(memberErasure.decide({ input: { selector: { phone }, reason: undefined }, found, nowMs: 9 })).toMatchObject({
    changes: [
      { kind: 'memberErased' },
      { kind: 'requestWaits', to: { over: about } },
      { kind: 'requestWaits', to: { over: ofMerged } },
    ],
  })
})

test('an export is recorded under the number of its event, for a member named by an old phone too', () => {
  const former = memberOf(1, { phones: { [phone]: 'replaced' } })
  const found = { members: foundOf(former), eventSeq: 12 }
  const answer = { memberNo: 1, eventSeq: 12 }
  expect(recordMemberExport.decide({ input: { selector: { phone } }, found, nowMs: 9 })).toEqual({
    kind: 'done',
    answer,
    changes: [{ kind: 'memberExported', to: answer }],
  })
})

test.each([
  ['without a name', {}, [member], { kind: 'invalid-member', field: 'member_id' }],
  ['by a masked phone', { phone: '138****0001' }, [member], { kind: 'invalid-member', field: 'phone' }],
  ['by a masked card', { cardNo: '12****34', phone }, [member], { kind: 'invalid-member', field: 'card_no' }],
  ['by a card that nobody has, whatever the phone', { cardNo: 'a', phone }, [member], { kind: 'member-not-found' }],
  ['by an id that there is not, whatever the phone', { memberId: 'M9', phone }, [member], { kind: 'member-not-found' }],
  [
    'by a phone that two use now',
    { phone },
    [member, memberOf(2, { phones: { [phone]: 'active' } }), memberOf(3, { phones: { [phone]: 'replaced' } })],
    { kind: 'member-ambiguous', memberNos: [1, 2] },
  ],
  ['twice', { memberId: 'M1' }, [memberOf(1, {}, { state: { kind: 'erased' } })], { kind: 'member-erased' }],
  [
    'once merged',
    { memberId: 'M1' },
    [memberOf(1, {}, { state: { kind: 'merged', into: 5 } })],
    { kind: 'member-merged', into: 5 },
  ],
])('nobody is erased or exported %s', (_name, selector, members, refusal) => {
  const found = { members: foundOf(...members) }
  const input = { selector, reason: undefined }
  const erasing = memberErasure.decide({ input, found: { ...found, merged: undefined, waiting: [] }, nowMs: 0 })
  const exporting = recordMemberExport.decide({ input, found: { ...found, eventSeq: 1 }, nowMs: 0 })
  for (const decided of [erasing, exporting]) expect(decided).toMatchObject({ kind: 'refused', refusal })
})
