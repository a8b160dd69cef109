import { expect } from 'expect'
import {
  type CouponTerms,
  draftOf,
  eraseMember,
  holdCoupon,
  type IssuedState,
  issuerOf,
  listEvents,
  type Member,
  memberId,
  mergeMembers,
  noon,
  orderVersionWith,
  pass,
  type Removed,
  type RetentionLease,
  releaseCoupon,
  requestOf,
  runAct,
  type Store,
  saveMember,
  setRetention,
  takeLease,
  voidCoupons,
} from '#server/testing'
import * as calls from '#server/testing/calls'
import { type Checks, eachRow, type Programs, together } from './programs.ts'

const dayMs = 86_400_000
const days = 180
/** The pass: noon is longer ago than the policy says. */
const laterMs = noon + (days + 1) * dayMs
/** Within the days before the pass. */
const lately = noon + 100 * dayMs

/** What a member of the phone `1` and the card `a` did. */
type Life = readonly [name: string, isErased: boolean, live: (programs: Programs) => Promise<unknown>]

const lives: readonly Life[] = [
  ['whose coupon ended on the day before', true, (programs) => issue(programs, { endDate: '2026-11-24' })],
  ['whose coupon was usable until the first day that counts', false, (programs) => issue(programs, firstDay)],
  ['with a coupon without a last day', false, (programs) => issue(programs, { endDate: undefined })],
  ['who got a coupon', false, (programs) => issue(programs, {}, { nowMs: lately })],
  ['whose used coupon was imported long ago', true, (programs) => issue(programs, unending, { state: 'used' })],
  ['who used a coupon long ago', true, (programs) => useAt(programs, noon)],
  ['who used a coupon', false, (programs) => useAt(programs, lately)],
  ['whose coupon was held and released', false, (programs) => holdAt(programs, lately)],
  ['whose coupon without a last day was voided long ago', true, (programs) => voidAt(programs, noon)],
  ['whose coupon without a last day was voided', false, (programs) => voidAt(programs, lately)],
  ['whose profile was saved', false, (programs) => save(programs, lately, 'gold')],
  ['whose profile was saved again as it was', false, (programs) => saveTwice(programs)],
  ['who ordered long ago', true, (programs) => orderAt(programs, noon)],
  ['who ordered', false, (programs) => orderAt(programs, lately)],
  ['whose coupon was expired by the server', true, (programs) => expireAt(programs, lately)],
]

/** Which members retention erases, on every engine. */
export const inactiveMemberChecks: Checks = {
  ...eachRow(
    lives,
    ([name, isErased]) => `a member ${name} is ${isErased ? 'erased' : 'kept'}`,
    async ([, isErased, live], programs) => {
      const { one, other, sellerId } = programs
      await issue(programs, { couponCode: 'long ago' })
      await live(programs)
      await setDays(one, sellerId, days)
      expect(await inactiveIn(one, sellerId, laterMs - days * dayMs)).toBe(isErased ? 1 : 0)
      expect(await pass(other, sellerId, inactive)).toBe(isErased ? 1 : 0)
      await one.erasures.finish(laterMs)
      expect(await statesOf(one, sellerId)).toEqual([isErased ? 'erased' : 'active'])
      expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
    },
  ),

  async 'an erasure by age is an event of the policy, and of the members merged into the one'(programs) {
    const { one, sellerId } = programs
    await issue(programs, { phone: '1', cardNo: 'a' })
    await issue(programs, { couponCode: 'second', phone: '2', cardNo: 'b' })
    await runAct(mergeMembers, {
      lifecycle: one.lifecycleStore,
      request: requestOf(sellerId),
      from: memberId(2),
      into: memberId(1),
      reason: undefined,
    })
    await setDays(one, sellerId, days)
    expect(await pass(one, sellerId, inactive)).toBe(2)
    expect(await statesOf(one, sellerId)).toEqual(['erased', 'erased'])
    expect((await listEvents(one, sellerId)).slice(-2)).toMatchObject([
      { kind: 'member_erased', actor: 'retention:inactive-members', atMs: laterMs },
      { kind: 'retention', actor: 'system', after: '{"removed_members":2,"member_days":180}' },
    ])
    const selector = { memberId: memberId(1) }
    const input = { lifecycle: one.lifecycleStore, erasures: one.erasures, request: requestOf(sellerId), selector }
    expect(await eraseMember({ ...input, reason: undefined })).toMatchObject({ kind: 'refused' })
  },

  async 'a coupon with the card of another member, and of a placeholder that many share, keeps nobody'(programs) {
    const { one, sellerId } = programs
    await issue(programs, { couponCode: 'of a', phone: '1', cardNo: 'a' })
    await issue(programs, { couponCode: 'of b', phone: '1', cardNo: 'b', endDate: undefined })
    for (let place = 0; place < 11; place += 1)
      await issue(programs, { couponCode: `shared ${place}`, phone: '9', cardNo: `shared ${place}` })
    await issue(programs, { couponCode: 'of the placeholder', phone: '9', cardNo: undefined, endDate: undefined })
    await setDays(one, sellerId, days)
    expect(await inactiveIn(one, sellerId, laterMs - days * dayMs)).toBe(12)
    // Once no more than ten share the phone, its coupon is theirs.
    expect(await pass(one, sellerId, inactive)).toBe(2)
    const kept = await one.memberReader.findMembersNamed(sellerId, { phone: undefined, cardNo: 'b' })
    expect(kept).toMatchObject([{ state: { kind: 'active' } }])
  },

  async 'a policy that was switched off meanwhile erases nobody, and a member who comes back is kept'(programs) {
    const { one, other, sellerId } = programs
    for (const name of ['a', 'b', 'c']) await issue(programs, { couponCode: name, phone: name, cardNo: name })
    await setDays(one, sellerId, days)
    const lease = await takeLease(one, sellerId, laterMs)
    expect(await step(one, lease, '')).toMatchObject({ removed: 1 })
    await issue(programs, { couponCode: 'back', phone: 'b', cardNo: 'b', endDate: undefined })
    await setDays(other, sellerId, undefined)
    expect(await step(one, lease, '')).toBeUndefined()
    await setDays(other, sellerId, days)
    expect(await pass(one, sellerId, inactive)).toBe(1)
    expect(await statesOf(other, sellerId)).toEqual(['erased', 'active', 'erased'])
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'members who come back while they are to be erased are kept, or come back as others'(programs) {
    const { one, at, sellerId } = programs
    const names = Array.from({ length: 12 }, (_, place) => `n${place}`)
    for (const name of names) await issue(programs, { couponCode: name, phone: name, cardNo: name })
    await setDays(one, sellerId, days)
    const lease = await takeLease(one, sellerId, laterMs)
    await together(24, async (place) => {
      const name = names[Math.floor(place / 2)] ?? ''
      if (place % 2 === 0) return void (await step(at(place), lease, String(place / 2)))
      const back = draftOf({ couponCode: `back ${name}`, phone: name, cardNo: name, endDate: undefined })
      await issuerOf(at(place)).issueCoupons(sellerId, [back], laterMs)
    })
    for (const name of names) {
      const found = await at(1).memberReader.findMembersNamed(sellerId, { phone: name, cardNo: undefined })
      expect(found).toMatchObject([{ state: { kind: 'active' } }])
    }
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },
}

const unending = { endDate: undefined }
const firstDay = { endDate: '2026-11-25' }

async function issue(
  { one, sellerId }: Programs,
  terms: Partial<CouponTerms>,
  { nowMs = noon, state = 'unused' }: Readonly<{ nowMs?: number; state?: IssuedState['kind'] }> = {},
): Promise<void> {
  const draft = draftOf({ couponCode: 'c', phone: '1', cardNo: 'a', ...terms }, { kind: state })
  await issuerOf(one).issueCoupons(sellerId, [draft], nowMs)
}

async function useAt(programs: Programs, nowMs: number): Promise<void> {
  await issue(programs, unending)
  expect(await calls.redeem(programs.one, requestOf(programs.sellerId, { nowMs }), {})).toMatchObject({ kind: 'done' })
}

/** The coupon is usable on the day of the hold, so it must still be on the day that counts. */
async function holdAt(programs: Programs, nowMs: number): Promise<void> {
  const { one, sellerId } = programs
  await issue(programs, { endDate: '2027-03-10' })
  const input = { lifecycle: one.lifecycleStore, couponCode: 'c', orderId: 'SO' }
  const held = await runAct(holdCoupon, { ...input, request: requestOf(sellerId, { nowMs }), ttlSeconds: 60 })
  expect(held).toMatchObject({ kind: 'done' })
  expect(await runAct(releaseCoupon, { ...input, request: requestOf(sellerId, { nowMs }) })).toMatchObject({
    kind: 'done',
  })
}

async function voidAt(programs: Programs, nowMs: number): Promise<void> {
  const { one, sellerId } = programs
  await issue(programs, unending)
  const request = requestOf(sellerId, { nowMs })
  await runAct(voidCoupons, { lifecycle: one.lifecycleStore, request, couponCodes: ['c'], reason: '' })
}

async function expireAt(programs: Programs, nowMs: number): Promise<void> {
  await issue(programs, { endDate: '2026-11-24' })
  expect(await programs.one.expiryRecorder.recordExpired(programs.sellerId, '2026-12-01', 10, nowMs)).toBe(1)
}

/** An order under the phone alone, which is the member's too. */
async function orderAt({ one, sellerId }: Programs, createdAtMs: number): Promise<void> {
  const version = orderVersionWith({ phone: '1', createdAtMs })
  expect(await calls.sync(one, requestOf(sellerId), version)).toMatchObject({ kind: 'done' })
}

async function save({ one, sellerId }: Programs, nowMs: number, level: string): Promise<void> {
  const request = requestOf(sellerId, { nowMs })
  const selector = { cardNo: 'a' }
  const written = await runAct(saveMember, {
    lifecycle: one.lifecycleStore,
    request,
    selector,
    change: { level },
    mayShare: false,
  })
  expect(written).toMatchObject({ kind: 'done' })
}

async function saveTwice(programs: Programs): Promise<void> {
  for (const nowMs of [noon, lately]) await save(programs, nowMs, 'gold')
}

async function statesOf(store: Store, sellerId: string): Promise<readonly Member['state']['kind'][]> {
  const { members } = await store.memberReader.listMembers({
    sellerId,
    filter: {},
    afterMemberNo: undefined,
    limit: 200,
  })
  return members.map(({ state }) => state.kind)
}

async function setDays(store: Store, sellerId: string, member: number | undefined): Promise<void> {
  await setRetention(store, { sellerId, days: { member }, nowMs: noon, actor: 'operator:retention' })
}

async function inactiveIn({ retentionReader }: Store, sellerId: string, beforeMs: number): Promise<number> {
  return (await retentionReader.preview('member', { sellerId, beforeMs })).count
}

const inactive = { kind: 'member', beforeMs: laterMs - days * dayMs, nowMs: laterMs } as const

function step({ retentionWork }: Store, lease: RetentionLease, after: string): Promise<Removed | undefined> {
  return retentionWork.remove({ ...inactive, lease, after })
}
