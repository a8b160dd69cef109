import { expect, test } from 'vitest'
import type { JobTarget } from '#domain/jobs/job'
import { emptyProfile, type IdentifierState, type Member, type MemberNumber } from '#domain/members/member'
import { otherNumbers } from './sent-before.ts'

const phone = (text: string): JobTarget => ({ kind: 'phone', phone: text })
const card = (cardNo: string): JobTarget => ({ kind: 'card', cardNo })

type Held = Readonly<{ phones: Readonly<Record<string, IdentifierState>>; cards: readonly string[] }>

function memberOf(memberNo: MemberNumber, { phones, cards }: Held): Member {
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
  const all = held.map((one, place) => memberOf(place + 1, one))
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
