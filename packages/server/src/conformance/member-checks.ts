import { expect } from 'expect'
import fc from 'fast-check'
import type { Coupon } from '#domain/coupon/coupon'
import type { CouponFilter, CouponPage } from '#domain/coupon/coupon-store'
import type { Member } from '#domain/members/member'
import type { MemberWriter } from '#domain/members/member-store'
import type { Named } from '#domain/members/name-members'
import type { Store } from '#store/open-store'
import { draftOf } from './example-draft.ts'
import * as calls from './lifecycle-calls.ts'
import { type Checks, newSeller, noon, type Programs, requestOf } from './programs.ts'

/** Whose coupons and claims are whose, by the rules of docs/adr/0021-members.md. */
export const memberChecks: Checks = {
  async 'a phone and a card named apart become one member: what both claimed counts, and either shows all'(programs) {
    await calls.save(programs.one, requestOf(programs.sellerId), { memberTotal: 2 })
    expect(await claim(programs, { phone: '1', cardNo: undefined })).toBe('done')
    expect(await claim(programs, { phone: undefined, cardNo: 'a' })).toBe('done')
    expect(await claim(programs, { phone: '1', cardNo: 'a' })).toBe('refused')
    await issue(programs, { couponCode: 'together', phone: '1', cardNo: 'a' })
    for (const filter of [{ phone: '1' }, { cardNo: 'a' }])
      expect(await listed(programs.one, programs, filter)).toHaveLength(3)
    expect(await claim(programs, { phone: '1', cardNo: undefined })).toBe('refused')
  },

  async 'a phone of two members counts for both and shows both; a card counts for its own'(programs) {
    await calls.save(programs.one, requestOf(programs.sellerId), { memberTotal: 2 })
    for (const cardNo of ['a', 'b']) expect(await claim(programs, { phone: '1', cardNo })).toBe('done')
    expect(await claim(programs, { phone: '1', cardNo: undefined })).toBe('done')
    for (const cardNo of ['a', 'b', undefined]) expect(await claim(programs, { phone: '1', cardNo })).toBe('refused')
    expect(await listed(programs.other, programs, { phone: '1' })).toHaveLength(3)
    expect(await listed(programs.other, programs, { cardNo: 'a' })).toHaveLength(2)
  },

  async 'a phone that was given up shows its former coupons only to its member, once somebody else uses it'(programs) {
    const { one, other, sellerId } = programs
    await issue(programs, { couponCode: 'mine', phone: '1', cardNo: 'a' })
    await issue(programs, { couponCode: 'mine alone', phone: '1', cardNo: undefined })
    await changePhone(programs, '1', '2')
    expect(await listed(one, programs, { phone: '1' })).toEqual(['mine', 'mine alone'])
    expect(await listed(other, programs, { phone: '2' })).toEqual(['mine', 'mine alone'])
    await issue(programs, { couponCode: 'theirs', phone: '1', cardNo: undefined })
    for (const store of [one, other]) {
      expect(await listed(store, programs, { phone: '1' })).toEqual(['theirs'])
      expect(await listed(store, programs, { phone: '2' })).toEqual(['mine', 'mine alone'])
      expect(await listed(store, programs, { cardNo: 'a' })).toEqual(['mine', 'mine alone'])
    }
    expect(await other.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'a merge shows and counts both members as one, and its undo as two'(programs) {
    const { one, other, sellerId } = programs
    await calls.save(one, requestOf(sellerId), { memberTotal: 3 })
    for (const names of [
      { phone: '1', cardNo: 'a' },
      { phone: '2', cardNo: 'b' },
    ]) {
      expect(await claim(programs, names)).toBe('done')
      await issue(programs, { couponCode: `alone ${names.phone}`, phone: names.phone, cardNo: undefined })
    }
    const filters = [{ phone: '1' }, { phone: '2' }, { cardNo: 'a' }, { cardNo: 'b' }]
    const mergeId = await merge(programs, { phone: '1', cardNo: undefined }, { phone: '2', cardNo: undefined })
    for (const filter of filters) expect(await listed(other, programs, filter)).toHaveLength(4)
    expect(await claim(programs, { phone: '1', cardNo: undefined })).toBe('done')
    expect(await claim(programs, { phone: undefined, cardNo: 'b' })).toBe('refused')
    await undo(programs, mergeId)
    expect(await claim(programs, { phone: undefined, cardNo: 'b' })).toBe('done')
    expect(await other.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'undoing a merge restores every answer byte for byte, in both programs'(programs) {
    const { one, other, sellerId } = programs
    for (const [phone, cardNo] of [
      ['1', 'a'],
      ['2', 'b'],
      ['2', undefined],
      ['1', undefined],
      ['3', 'b'],
    ] as const) {
      await issue(programs, { couponCode: `${phone} ${cardNo}`, phone, cardNo })
    }
    const filters = [
      { phone: '1' },
      { phone: '2' },
      { phone: '3' },
      { cardNo: 'a' },
      { cardNo: 'b' },
      { phone: '2', cardNo: 'b' },
    ]
    const answers = async () =>
      JSON.stringify(
        await Promise.all([one, other].flatMap((store) => filters.map((filter) => pageOf(store, sellerId, filter)))),
      )
    const before = await answers()
    const mergeId = await merge(programs, { phone: undefined, cardNo: 'b' }, { phone: undefined, cardNo: 'a' })
    expect(await answers()).not.toBe(before)
    await undo(programs, mergeId)
    expect(await answers()).toBe(before)
  },

  async 'whatever members do, limits are exact and no coupon is lost or shown to somebody else'(programs) {
    const run = (steps: readonly Step[]) => runSteps({ ...programs, sellerId: newSeller() }, steps)
    await fc.assert(fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 25 }), run), {
      numRuns: Math.ceil(programs.modelRuns / 3),
      interruptAfterTimeLimit: 60_000,
    })
  },
}

type Step =
  | Readonly<{ kind: 'claim'; names: Named; count: number }>
  | Readonly<{ kind: 'issue'; names: Named }>
  | Readonly<{ kind: 'merge'; from: Named; into: Named }>
  | Readonly<{ kind: 'undo'; pick: number }>
  | Readonly<{ kind: 'change-phone'; phone: string }>
  | Readonly<{ kind: 'lose-card'; cardNo: string }>

const phones = ['1', '2', '3']
const cards = ['a', 'b', 'c']
const anyNames: fc.Arbitrary<Named> = fc.record({
  phone: fc.option(fc.constantFrom(...phones), { nil: undefined }),
  cardNo: fc.option(fc.constantFrom(...cards), { nil: undefined }),
})
const anyOne: fc.Arbitrary<Named> = fc.oneof(
  fc.record({ phone: fc.constantFrom(...phones), cardNo: fc.constant(undefined) }),
  fc.record({ phone: fc.constant(undefined), cardNo: fc.constantFrom(...cards) }),
)
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('claim'), names: anyNames, count: fc.integer({ min: 1, max: 2 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('issue'), names: anyNames }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('merge'), from: anyOne, into: anyOne }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo'), pick: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('change-phone'), phone: fc.constantFrom(...phones) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose-card'), cardNo: fc.constantFrom(...cards) }) },
)
const memberTotal = 3

/** The steps run in turn through the programs; phones that were given up are not named again, since texts are compared here. */
async function runSteps(programs: Programs, steps: readonly Step[]): Promise<void> {
  const { at, sellerId } = programs
  await calls.save(at(0), requestOf(sellerId), { memberTotal })
  const merges: string[] = []
  const current = new Map(phones.map((phone) => [phone, phone]))
  const now = (names: Named): Named => ({ ...names, phone: names.phone && current.get(names.phone) })
  for (const [place, step] of steps.entries()) {
    const own = { ...programs, one: at(place), other: at(place + 1) }
    if (step.kind === 'claim') await claimExactly(own, now(step.names), step.count)
    if (step.kind === 'issue') await issue(own, { couponCode: `i${place}`, ...now(step.names) })
    if (step.kind === 'merge') merges.push(...(await tryMerge(own, now(step.from), now(step.into))))
    if (step.kind === 'undo') await tryUndo(own, merges.splice(step.pick % (merges.length + 1), 1))
    if (step.kind === 'change-phone') {
      const [old, next] = [current.get(step.phone) ?? '', `${step.phone}.${place}`]
      if (await changePhone(own, old, next)) current.set(step.phone, next)
    }
    if (step.kind === 'lose-card') await loseCard(own, step.cardNo)
    await expectEverybodyRight(own, [...current.values()])
  }
  expect(await programs.other.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
}

async function claimExactly(programs: Programs, names: Named, count: number): Promise<void> {
  const { one, other, sellerId } = programs
  const written = await calls.claim(one, requestOf(sellerId), { ...names, count })
  const members = await named(other, sellerId, names)
  const claimed = await Promise.all(
    members.map(async ({ memberNo }) => (await other.memberReader.countClaims(sellerId, memberNo)).get('T') ?? 0),
  )
  if (written.kind === 'done') for (const total of claimed) expect(total).toBeLessThanOrEqual(memberTotal)
  // Of two names, the refused claim may have made one member, which is undone with it.
  else if (names.phone === undefined || names.cardNo === undefined) {
    expect(Math.max(...claimed) + count).toBeGreaterThan(memberTotal)
  }
}

/** Every list by a phone or a card, in both programs, has exactly the coupons of whom it names. */
async function expectEverybodyRight({ one, other, sellerId }: Programs, current: readonly string[]): Promise<void> {
  const all = (await pageOf(one, sellerId, {})).coupons
  for (const filter of [...current.map((phone) => ({ phone })), ...cards.map((cardNo) => ({ cardNo }))]) {
    const { phone, cardNo }: CouponFilter = filter
    const members = await named(other, sellerId, { phone, cardNo })
    const expected = all.filter(
      ({ terms }) =>
        (phone !== undefined && terms.phone === phone) ||
        (cardNo !== undefined && terms.cardNo === cardNo) ||
        members.some((member) => owns(member, terms)),
    )
    for (const store of [one, other]) {
      const { coupons, totalCount } = await pageOf(store, sellerId, filter)
      expect([filter, totalCount, codesOf(coupons)]).toEqual([filter, expected.length, codesOf(expected)])
    }
  }
}

function owns(member: Member, { phone, cardNo }: Pick<Coupon['terms'], 'phone' | 'cardNo'>): boolean {
  if (cardNo !== undefined) return member.cards.some((card) => card.cardNo === cardNo)
  return phone !== undefined && member.phones.some((held) => held.phone === phone)
}

/** Whom a card names, or a phone: those who use it, or else those who did. */
async function named(store: Store, sellerId: string, { phone, cardNo }: Named): Promise<readonly Member[]> {
  if (cardNo !== undefined) return store.memberReader.findMembersNamed(sellerId, { phone: undefined, cardNo })
  if (phone === undefined) return []
  const members = await store.memberReader.findMembersNamed(sellerId, { phone, cardNo })
  const active = members.filter((member) =>
    member.phones.some((held) => held.phone === phone && held.state === 'active'),
  )
  return active.length > 0 ? active : members
}

async function issue({ one, sellerId }: Programs, terms: Named & Readonly<{ couponCode: string }>): Promise<void> {
  await one.couponIssuer.issueCoupons(sellerId, [draftOf(terms)], noon)
}

async function claim({ one, sellerId }: Programs, names: Named): Promise<string> {
  return (await calls.claim(one, requestOf(sellerId), names)).kind
}

async function write<Answer>(
  { one, sellerId }: Programs,
  work: (writer: MemberWriter) => Promise<Answer>,
): Promise<Answer> {
  const written = await one.lifecycleStore.writeOnce(requestOf(sellerId), async (writer) => ({
    kind: 'done' as const,
    answer: await work(writer),
  }))
  if (written.kind !== 'done') throw new Error(`a write came to ${written.kind}`)
  return written.answer
}

function merge(programs: Programs, from: Named, into: Named): Promise<string> {
  return write(programs, async (writer) => {
    const [[one], [other]] = [await writer.findMembersNamed(from), await writer.findMembersNamed(into)]
    if (one === undefined || other === undefined) throw new Error('nobody to merge')
    return writer.mergeMembers(one, other, undefined)
  })
}

function tryMerge(programs: Programs, from: Named, into: Named): Promise<readonly string[]> {
  return write(programs, async (writer) => {
    const [[one], [other]] = [await writer.findMembersNamed(from), await writer.findMembersNamed(into)]
    if (one === undefined || other === undefined || one.memberNo === other.memberNo) return []
    return [await writer.mergeMembers(one, other, undefined)]
  })
}

function undo(programs: Programs, mergeId: string): Promise<readonly string[]> {
  return tryUndo(programs, [mergeId])
}

/** A merge can be undone while its member is still there. */
function tryUndo(programs: Programs, mergeIds: readonly string[]): Promise<readonly string[]> {
  return write(programs, async (writer) => {
    for (const mergeId of mergeIds) {
      const stored = await writer.findMerge(mergeId)
      const into = stored && (await writer.findMember(stored.into))
      if (stored !== undefined && into?.state.kind === 'active') await writer.undoMerge(stored, undefined)
    }
    return mergeIds
  })
}

/** @returns whether somebody had the phone */
function changePhone(programs: Programs, old: string, next: string): Promise<boolean> {
  return write(programs, async (writer) => {
    const [member] = await writer.findMembersNamed({ phone: old, cardNo: undefined })
    const held = member?.phones.find(({ phone, state }) => phone === old && state === 'active')
    if (member === undefined || held === undefined) return false
    await writer.changeMember(member, [
      { kind: 'add-phone', phone: next },
      { kind: 'phone-state', phone: held, state: 'replaced' },
    ])
    return true
  })
}

function loseCard(programs: Programs, cardNo: string): Promise<boolean> {
  return write(programs, async (writer) => {
    const [member] = await writer.findMembersNamed({ phone: undefined, cardNo })
    const card = member?.cards.find((one) => one.cardNo === cardNo)
    if (member === undefined || card === undefined) return false
    await writer.changeMember(member, [{ kind: 'card-state', card, state: 'lost' }])
    return true
  })
}

/** A page as a server gives it: under its tag, the same program answers with what it had. */
const kept = new WeakMap<Store, Map<string, CouponPage>>()

async function pageOf(store: Store, sellerId: string, filter: CouponFilter): Promise<CouponPage> {
  const query = { sellerId, filter, pageSize: 200, pageNum: 1 }
  const pages = kept.get(store) ?? new Map<string, CouponPage>()
  kept.set(store, pages)
  const tag = await store.couponReader.findPageTag(query)
  const page = (tag === undefined ? undefined : pages.get(tag)) ?? (await store.couponReader.findCouponPage(query))
  if (tag !== undefined) pages.set(tag, page)
  return page
}

async function listed(store: Store, { sellerId }: Programs, filter: CouponFilter): Promise<readonly string[]> {
  return codesOf((await pageOf(store, sellerId, filter)).coupons)
}

function codesOf(coupons: readonly Coupon[]): readonly string[] {
  return coupons.map(({ terms }) => terms.couponCode)
}
