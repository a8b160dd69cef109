import { expect } from 'expect'
import {
  type Coupon,
  type CouponFilter,
  type CouponPage,
  changePhone as changeMemberPhone,
  draftOf,
  issuerOf,
  memberId,
  mergeMembers,
  type Named,
  noon,
  requestOf,
  runAct,
  type Store,
  saveMember,
  unmergeMembers,
} from '#server/testing'
import * as calls from '#server/testing/calls'
import type { Checks, Programs } from './programs.ts'

/** Phones that a member may change. */
const [first, second, third] = ['13800000001', '13800000002', '13800000003']

/** The member of each coupon and claim, by the rules of docs/adr/0021-members.md. */
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
    await issue(programs, { couponCode: 'mine', phone: first, cardNo: 'a' })
    await issue(programs, { couponCode: 'mine alone', phone: first, cardNo: undefined })
    await changePhone(programs, 'a', [first, second])
    expect(await listed(one, programs, { phone: first })).toEqual(['mine', 'mine alone'])
    expect(await listed(other, programs, { phone: second })).toEqual(['mine', 'mine alone'])
    await issue(programs, { couponCode: 'theirs', phone: first, cardNo: undefined })
    for (const store of [one, other]) {
      expect(await listed(store, programs, { phone: first })).toEqual(['theirs'])
      expect(await listed(store, programs, { phone: second })).toEqual(['mine', 'mine alone'])
      expect(await listed(store, programs, { cardNo: 'a' })).toEqual(['mine', 'mine alone'])
    }
    expect(await other.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'a phone and a card of one member together show what either alone shows, cut by the other filters'(programs) {
    const { one, other } = programs
    const both = { phone: first, cardNo: 'a' }
    await issue(programs, { couponCode: 'a', ...both })
    await issue(programs, { couponCode: 'b', phone: first, cardNo: undefined })
    await issue(programs, { couponCode: 'c', phone: undefined, cardNo: 'a' })
    await issue(programs, { couponCode: 'd', phone: second, cardNo: 'a' })
    const all = ['a', 'b', 'c', 'd']
    for (const store of [one, other]) {
      for (const filter of [{ phone: first }, { cardNo: 'a' }, both, { phone: second, cardNo: 'a' }]) {
        expect(await listed(store, programs, filter)).toEqual(all)
        expect(await searched(store, programs, filter)).toEqual({ codes: all, mustHaveBoth: false })
      }
      expect(await listed(store, programs, { ...both, channel: 'none' })).toEqual([])
      expect(await listed(store, programs, { ...both, couponCode: 'c' })).toEqual(['c'])
      for (const [pageNum, code] of all.entries()) {
        const page = { sellerId: programs.sellerId, filter: both, pageSize: 1, pageNum: pageNum + 1 }
        const { coupons, totalCount } = await store.couponReader.findCouponPage(page)
        expect({ codes: codesOf(coupons), totalCount }).toEqual({ codes: [code], totalCount: all.length })
      }
    }
    // A family shares the phone: what the phone alone finds is found with any of its cards.
    await issue(programs, { couponCode: 'e', phone: first, cardNo: 'b' })
    for (const cardNo of ['a', 'b'])
      expect(await listed(other, programs, { phone: first, cardNo })).toEqual([...all, 'e'])
    await changePhone(programs, 'a', [second, third])
    for (const phone of [second, third]) expect(await listed(other, programs, { phone, cardNo: 'a' })).toEqual(all)
  },

  async 'a phone and a card of two members, or an unknown one, show the coupons that name both'(programs) {
    const { one, other } = programs
    await issue(programs, { couponCode: 'a', phone: first, cardNo: 'a' })
    await issue(programs, { couponCode: 'b', phone: first, cardNo: 'b' })
    const both = { phone: first, cardNo: 'b' }
    await changePhone(programs, 'a', [first, second])
    await issue(programs, { couponCode: 'b later', ...both })
    await changePhone(programs, 'b', [first, third])
    await issue(programs, { couponCode: 'c', phone: first, cardNo: undefined })
    for (const store of [one, other]) {
      expect(await listed(store, programs, { phone: first, cardNo: 'a' })).toEqual(['a'])
      expect(await listed(store, programs, both)).toEqual(['b', 'b later'])
      expect(await listed(store, programs, { ...both, channel: 'none' })).toEqual([])
      expect(await listed(store, programs, { ...both, couponCode: 'b' })).toEqual(['b'])
      expect(await listed(store, programs, { ...both, couponCode: 'c' })).toEqual([])
      expect(await searched(store, programs, both)).toEqual({ codes: ['b', 'b later'], mustHaveBoth: true })
      for (const filter of [
        { phone: first, cardNo: 'none' },
        { phone: 'none', cardNo: 'a' },
      ]) {
        expect(await searched(store, programs, filter)).toEqual({ codes: [], mustHaveBoth: true })
      }
    }
  },

  async 'every program sees at once that a phone and a card became one member, or two again'(programs) {
    const { one, other } = programs
    const both = { phone: '1', cardNo: 'b' }
    for (const [phone, cardNo] of [
      ['1', 'a'],
      ['2', 'b'],
    ] as const) {
      await issue(programs, { couponCode: cardNo, phone, cardNo })
    }
    const pages = async () => [await listed(one, programs, both), await listed(other, programs, both)]
    expect(await pages()).toEqual([[], []])
    const mergeId = await merge(programs, { phone: '1', cardNo: undefined }, { phone: '2', cardNo: undefined })
    expect(await pages()).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ])
    await undo(programs, mergeId)
    expect(await pages()).toEqual([[], []])
  },

  async 'a phone or card that a save gives to a member shows its coupons at once, in every program'(programs) {
    const { one, other, sellerId } = programs
    const [phone, card] = [{ phone: '13900000001' }, { cardNo: 'a' }]
    const save = (selector: Partial<Named>) =>
      runAct(saveMember, {
        lifecycle: one.lifecycleStore,
        request: requestOf(sellerId),
        selector,
        change: {},
        mayShare: false,
      })
    await issue(programs, { couponCode: 'phone', ...phone, cardNo: undefined })
    for (const store of [one, other]) expect(await listed(store, programs, card)).toEqual([])
    await save({ ...phone, ...card })
    for (const store of [one, other]) expect(await listed(store, programs, card)).toEqual(['phone'])
    await issue(programs, { couponCode: 'card', phone: undefined, cardNo: 'b' })
    const later = { phone: '13900000002' }
    for (const store of [one, other]) expect(await listed(store, programs, later)).toEqual([])
    await save({ ...later, cardNo: 'b' })
    for (const store of [one, other]) expect(await listed(store, programs, later)).toEqual(['card'])
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
}

async function issue({ one, sellerId }: Programs, terms: Named & Readonly<{ couponCode: string }>): Promise<void> {
  await issuerOf(one).issueCoupons(sellerId, [draftOf(terms)], noon)
}

async function claim({ one, sellerId }: Programs, names: Named): Promise<string> {
  return (await calls.claim(one, requestOf(sellerId), names)).kind
}

async function merge({ one, sellerId }: Programs, from: Named, into: Named): Promise<string> {
  const idOf = async (named: Named) => {
    const [member] = await one.memberReader.findMembersNamed(sellerId, named)
    if (member === undefined) throw new Error('nobody to merge')
    return memberId(member.memberNo)
  }
  const pair = { from: await idOf(from), into: await idOf(into), reason: undefined }
  const input = { lifecycle: one.lifecycleStore, request: requestOf(sellerId) }
  return calls.answerOf(await runAct(mergeMembers, { ...input, ...pair })).mergeId
}

async function undo({ one, sellerId }: Programs, mergeId: string): Promise<void> {
  const input = { lifecycle: one.lifecycleStore, request: requestOf(sellerId) }
  calls.answerOf(await runAct(unmergeMembers, { ...input, mergeId, reason: undefined }))
}

/** @param cardNo of the member */
async function changePhone(
  { one, sellerId }: Programs,
  cardNo: string,
  [oldPhone, newPhone]: readonly [string, string],
): Promise<void> {
  const input = { selector: { cardNo }, oldPhone, newPhone, mayShare: false, reason: undefined }
  const call = { lifecycle: one.lifecycleStore, request: requestOf(sellerId) }
  calls.answerOf(await runAct(changeMemberPhone, { ...call, ...input }))
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

async function searched(store: Store, { sellerId }: Programs, filter: CouponFilter) {
  const search = { sellerId, filter, afterPosition: 0, isContinued: false, limit: 10, nowMs: noon }
  const { coupons, mustHaveBoth } = await store.couponSearcher.searchCoupons(search)
  return { codes: codesOf(coupons), mustHaveBoth }
}

function codesOf(coupons: readonly Coupon[]): readonly string[] {
  return coupons.map(({ terms }) => terms.couponCode)
}
