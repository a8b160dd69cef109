import { expect, test } from 'vitest'
import type { JobTarget } from '#domain/jobs/job'
import type { SentTo } from '#domain/jobs/job-store'
import { emptyProfile, type HeldPhone, type Member } from '#domain/members/member'
import { sentBefore } from './sent-before.ts'

const phone = (text: string): JobTarget => ({ kind: 'phone', phone: text })

const memberOf = (memberNo: number, phones: readonly Omit<HeldPhone, 'sinceMs'>[]): Member => ({
  memberNo,
  state: { kind: 'active' },
  profile: emptyProfile,
  phones: phones.map((held) => ({ ...held, sinceMs: 0 })),
  cards: [],
  createdAtMs: 0,
  version: 1,
})

const job = {
  sellerId: '111',
  task: { kind: 'send', couponId: 'A', count: 1, channel: undefined, follows: ['first'] },
} as const

test('the next holder of a phone got nothing, the one who had it did, and so did who nobody knows', async () => {
  const [now, given, other] = [phone('2'), phone('1'), phone('3')]
  const former = memberOf(1, [
    { phoneRef: 1, phone: '1', state: 'replaced' },
    { phoneRef: 2, phone: '2', state: 'active' },
  ])
  const all = [former, memberOf(2, [{ phoneRef: 3, phone: '1', state: 'active' }])]
  const named = new Map([
    [now, [1]],
    [given, [2]],
    [other, []],
  ])
  const sentTo: Readonly<Record<string, SentTo>> = {
    '1': { phoneRef: 1, cardRef: undefined },
    '3': { phoneRef: 9, cardRef: undefined },
  }
  const sent = await sentBefore(
    job,
    { named, others: new Map() },
    {
      jobs: {
        findSent: async (_sellerId, { targets }) =>
          targets.map((target) => (target.kind === 'phone' ? [sentTo[target.phone] ?? []].flat() : [])),
      },
      members: { findMembers: async (_sellerId, asked) => all.filter(({ memberNo }) => asked.includes(memberNo)) },
    },
  )
  expect([...sent]).toEqual([now, other])
})
