import { expect } from 'expect'
import { draftOf, issuerOf, type Named, noon, requestOf, type Store } from '#server/testing'
import * as calls from '#server/testing/calls'
import type { Checks, Programs } from './programs.ts'

/** Erased members are nobody, and nothing else changes. */
export const eraseChecks: Checks = {
  async 'a member is shown by no program any more; its coupons, and the phone of others, stay'(programs) {
    const { one, other, sellerId } = programs
    await issue(programs, 'a1', { phone: '1', cardNo: 'a' })
    await issue(programs, 'b1', { phone: '1', cardNo: 'b' })
    await issue(programs, 'a2', { phone: '2', cardNo: 'a' })
    for (const store of [one, other]) expect(await shown(store, sellerId)).toEqual(['a1 1 a', 'b1 1 b', 'a2 2 a'])
    const before = await tagOf(other, sellerId)
    const memberNo = await numberOf(one, sellerId, { phone: undefined, cardNo: 'a' })
    for (const store of [one, other]) expect(await store.memberReader.findMember(sellerId, memberNo)).toBeDefined()
    expect(await erase(one, sellerId, memberNo)).toBe('done')
    // The other program has its cards opened, until it looks for erasures of others.
    const nothing = { state: { kind: 'erased' }, phones: [], cards: [] }
    for (const store of [one, other]) {
      expect(await store.memberReader.findMember(sellerId, memberNo)).toMatchObject(nothing)
    }
    await other.erasures.finish(noon)
    for (const store of [one, other]) {
      expect(await shown(store, sellerId)).toEqual(['a1 1 undefined', 'b1 1 b', 'a2 undefined undefined'])
      expect(await store.memberReader.findMembersNamed(sellerId, { phone: '2', cardNo: undefined })).toEqual([])
      expect(await store.memberReader.findMembersNamed(sellerId, { phone: undefined, cardNo: 'a' })).toEqual([])
    }
    expect(await tagOf(other, sellerId)).not.toBe(before)
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'two programs that erase one member at the same time do it once, and it may come back as another one'(
    programs,
  ) {
    const { one, other, sellerId } = programs
    await issue(programs, 'first', { phone: '1', cardNo: 'a' })
    const memberNo = await numberOf(one, sellerId, { phone: '1', cardNo: undefined })
    const kinds = await Promise.all([one, other, one, other].map((store) => erase(store, sellerId, memberNo)))
    expect(kinds.filter((kind) => kind === 'done')).toHaveLength(1)
    await issue(programs, 'second', { phone: '1', cardNo: 'a' })
    await other.erasures.finish(noon)
    expect(await numberOf(other, sellerId, { phone: '1', cardNo: undefined })).toBeGreaterThan(memberNo)
    expect(await shown(other, sellerId)).toEqual(['first undefined undefined', 'second 1 a'])
    expect(await other.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'members that two programs erase at the same time are shown by neither, and the others are'(programs) {
    const { one, other, sellerId, at } = programs
    const names = Array.from({ length: 24 }, (_, place) => `card-${place}`)
    for (const cardNo of names) await issue(programs, `of ${cardNo}`, { phone: undefined, cardNo })
    const members = await Promise.all(names.map((cardNo) => numberOf(one, sellerId, { phone: undefined, cardNo })))
    for (const store of [one, other]) {
      expect(await shown(store, sellerId)).toHaveLength(20)
      await store.erasures.finish(noon)
    }
    const kinds = await Promise.all(members.slice(0, 16).map((memberNo, place) => erase(at(place), sellerId, memberNo)))
    expect(new Set(kinds)).toEqual(new Set(['done']))
    for (const store of [one, other]) {
      await store.erasures.finish(noon)
      const erased = names.slice(0, 16).map((cardNo) => `of ${cardNo} undefined undefined`)
      const kept = names.slice(16, 20).map((cardNo) => `of ${cardNo} undefined ${cardNo}`)
      expect(await shown(store, sellerId)).toEqual([...erased, ...kept])
    }
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },
}

async function issue({ one, sellerId }: Programs, couponCode: string, named: Named): Promise<void> {
  await issuerOf(one).issueCoupons(sellerId, [draftOf({ couponCode, channel: 'app', ...named })], noon)
}

async function numberOf(store: Store, sellerId: string, named: Named): Promise<number> {
  const found = await store.memberReader.findMembersNamed(sellerId, named)
  expect(found).toHaveLength(1)
  return found.at(0)?.memberNo ?? 0
}

async function erase(store: Store, sellerId: string, memberNo: number): Promise<string> {
  return (await calls.erase(store, requestOf(sellerId), memberNo)).kind
}

const everything = {
  pageSize: 20,
  pageNum: 1,
  filter: { channel: 'app', phone: undefined, cardNo: undefined, couponCode: undefined },
}

/** Code, phone and card of each coupon. */
async function shown(store: Store, sellerId: string): Promise<readonly string[]> {
  const { coupons } = await store.couponReader.findCouponPage({ sellerId, ...everything })
  return coupons.map(({ terms: { couponCode, phone, cardNo } }) => `${couponCode} ${phone} ${cardNo}`)
}

function tagOf(store: Store, sellerId: string): Promise<string | undefined> {
  return store.couponReader.findPageTag({ sellerId, ...everything })
}
