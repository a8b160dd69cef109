import { expect, test } from 'vitest'
import type { JobTarget } from '#domain/jobs/job'
import type { SentTo } from '#domain/jobs/job-store'
import {
  emptyProfile,
  type HeldPhone,
  type IdentifierState,
  type Member,
  type MemberNumber,
} from '#domain/members/member'
import { otherNumbers, sentBefore } from './sent-before.ts'

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

const card = (cardNo: string): JobTarget => ({ kind: 'card', cardNo })

type Held = Readonly<{ phones: Readonly<Record<string, IdentifierState>>; cards: readonly string[] }>

function memberWith(memberNo: MemberNumber, { phones, cards }: Held): Member {
  return {
    memberNo,
    state: { kind: 'active' },
    profile: emptyProfile,
    phones: Object.entries(phones).map(([held, state], phoneRef) => ({ phoneRef, phone: held, state, sinceMs: 0 })),
    cards: cards.map((cardNo, cardRef) => ({ cardRef, cardNo, state: 'active', sinceMs: 0 })),
    createdAtMs: 0,
    version: 1,
  }
}

/** The other numbers of each target, among these members. */
async function othersOf(targets: readonly JobTarget[], held: readonly Held[]) {
  const all = held.map((one, place) => memberWith(place + 1, one))
  const holds = (target: JobTarget) => (member: Member) =>
    target.kind === 'phone'
      ? member.phones.some((one) => one.phone === target.phone)
      : member.cards.some((one) => target.kind === 'card' && one.cardNo === target.cardNo)
  const namedBy = (target: JobTarget) => all.filter(holds(target)).map(({ memberNo }) => memberNo)
  const others = await otherNumbers('111', new Map(targets.map((target) => [target, namedBy(target)])), {
    jobs: { findMembersOf: async (_sellerId, asked) => asked.map(namedBy) },
    members: { findMembers: async (_sellerId, asked) => all.filter(({ memberNo }) => asked.includes(memberNo)) },
  })
  return targets.map((target) => others.get(target) ?? [])
}

test('the phones and cards of one member are others of each other', async () => {
  const held = { phones: { '1': 'active', '2': 'active' }, cards: ['A'] } as const
  expect(await othersOf([phone('1'), card('A'), phone('9')], [held])).toEqual([
    [phone('2'), card('A')],
    [phone('1'), phone('2')],
    [],
  ])
})

test('members with cards of their own who share a phone are no duplicates of each other', async () => {
  const shared = { '1': 'active' } as const
  const held = [
    { phones: shared, cards: ['A'] },
    { phones: shared, cards: ['B'] },
  ]
  expect(await othersOf([card('A'), card('B'), phone('1')], held)).toEqual([[], [], []])
})

test('people who use the card of a shop are no duplicates of each other', async () => {
  const phones = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`${n}`, 'active' as const]))
  const held = [{ phones, cards: ['A', 'B'] }]
  expect(await othersOf([phone('0'), phone('1'), card('A')], held)).toEqual([[], [], [card('B')]])
})

test('a phone that a member gave up is of somebody else', async () => {
  const held = [{ phones: { '1': 'replaced', '2': 'active' }, cards: ['A'] } as const]
  expect(await othersOf([phone('1'), phone('2')], held)).toEqual([[], [card('A')]])
})
