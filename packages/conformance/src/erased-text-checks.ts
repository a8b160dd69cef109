import { expect } from 'expect'
import {
  draftOf,
  issuerOf,
  listEvents,
  noon,
  releaseCoupon,
  requestOf,
  runAct,
  type Store,
  voidCoupons,
} from '#server/testing'
import * as calls from '#server/testing/calls'
import type { Checks, Programs } from './programs.ts'

const orderId = 'SO-13812345678'
const heldOrderId = 'HELD-13812345678'
const attribute = '诸葛的属性'
const reason = '诸葛先生退货'

/** Texts of one member go with the member; those of several stay. */
export const erasedTextChecks: Checks = {
  async 'attribute, order ids and reasons of an erased member are shown by no program, and its request numbers are not used again'(
    programs,
  ) {
    const { one, other, sellerId } = programs
    await issue(programs, ['used', 'held', 'void'], { phone: '1', attribute })
    const input = requestOf(sellerId, { outRequestNo: 'redeem 13812345678' })
    const redeeming = { couponCodes: ['used'], orderId }
    const { answer: first } = { answer: undefined, ...(await calls.redeem(one, input, redeeming)) }
    await calls.hold(one, requestOf(sellerId), { couponCode: 'held', orderId: heldOrderId, ttlSeconds: 600 })
    await runAct(voidCoupons, {
      lifecycle: one.lifecycleStore,
      request: requestOf(sellerId),
      couponCodes: ['void'],
      reason,
    })
    for (const store of [one, other]) {
      expect(textsIn(await everything(store, sellerId))).toEqual([attribute, orderId, heldOrderId, reason])
    }
    await erase(programs, '1')
    for (const store of [one, other]) {
      const text = await everything(store, sellerId)
      expect(textsIn(text)).toEqual([])
      expect(text).toContain('[erased]')
    }
    expect(await calls.redeem(other, input, redeeming)).toMatchObject({ kind: 'done', isAlreadyDone: true })
    expect(first).toMatchObject({ redemptions: [{ couponCode: 'used' }] })
    // What was erased is still one order: it is neither lost nor mixed up.
    const releasing = { lifecycle: other.lifecycleStore, request: requestOf(sellerId), couponCode: 'held' }
    expect(await runAct(releaseCoupon, { ...releasing, orderId: 'another' })).toMatchObject({ kind: 'refused' })
    const voiding = { lifecycle: one.lifecycleStore, request: requestOf(sellerId), couponCodes: ['held'] }
    expect(await runAct(voidCoupons, { ...voiding, reason: 'lost', withHeld: true })).toMatchObject({
      answer: [{ kind: 'voided' }],
    })
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'a text that coupons of several members have is one text, and stays when one of them is erased'(programs) {
    const { one, other, sellerId } = programs
    await issue(programs, ['a'], { phone: '1', attribute })
    await issue(programs, ['b'], { phone: '2', attribute })
    for (const couponCodes of [['a'], ['b']]) {
      await runAct(voidCoupons, { lifecycle: other.lifecycleStore, request: requestOf(sellerId), couponCodes, reason })
    }
    await erase(programs, '1')
    for (const store of [one, other]) {
      expect(textsIn(await everything(store, sellerId))).toEqual([attribute, reason])
      expect((await store.lifecycleReader.findCoupon(sellerId, 'b'))?.terms.attribute).toBe(attribute)
    }
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'a text of an erased member that is written again does not come back where it was'(programs) {
    const { one, other, sellerId } = programs
    await issue(programs, ['before'], { phone: '1', attribute })
    await erase(programs, '1')
    await issue(programs, ['after'], { phone: '1', attribute })
    for (const store of [one, other]) {
      expect((await store.lifecycleReader.findCoupon(sellerId, 'before'))?.terms.attribute).toBeUndefined()
      expect((await store.lifecycleReader.findCoupon(sellerId, 'after'))?.terms.attribute).toBe(attribute)
    }
    const voiding = { lifecycle: one.lifecycleStore, request: requestOf(sellerId), couponCodes: ['before'] }
    expect(await runAct(voidCoupons, { ...voiding, reason })).toMatchObject({ kind: 'done' })
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },
}

type Terms = Readonly<{ phone: string; attribute: string }>

async function issue({ one, sellerId }: Programs, couponCodes: readonly string[], terms: Terms): Promise<void> {
  const drafts = couponCodes.map((couponCode) =>
    draftOf({ ...terms, couponCode, cardNo: undefined, channel: 'app', startDate: undefined, endDate: undefined }),
  )
  await issuerOf(one).issueCoupons(sellerId, drafts, noon)
}

async function erase({ one, other, sellerId }: Programs, phone: string): Promise<void> {
  const [found] = await one.memberReader.findMembersNamed(sellerId, { phone, cardNo: undefined })
  calls.answerOf(await calls.erase(one, requestOf(sellerId), found?.memberNo ?? 0))
  await other.erasures.finish(noon)
}

/** All coupons and events, as a program shows them. */
async function everything(store: Store, sellerId: string): Promise<string> {
  const filter = { channel: 'app', phone: undefined, cardNo: undefined, couponCode: undefined }
  const { coupons } = await store.couponReader.findCouponPage({ sellerId, filter, pageSize: 20, pageNum: 1 })
  const details = await Promise.all(
    coupons.map(({ terms }) => store.lifecycleReader.findCoupon(sellerId, terms.couponCode)),
  )
  return JSON.stringify([coupons, details, await listEvents(store, sellerId)])
}

function textsIn(shown: string): readonly string[] {
  return [attribute, orderId, heldOrderId, reason].filter((text) => shown.includes(text))
}
