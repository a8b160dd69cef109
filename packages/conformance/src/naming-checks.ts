import { expect } from 'expect'
import {
  draftOf,
  issuerOf,
  listEvents,
  releaseCoupon,
  requestOf,
  returnCoupon,
  runAct,
  voidCoupons,
} from '#server/testing'
import { claim, hold, redeem, save } from '#server/testing/calls'
import { type Checks, eachRow, type Programs } from './programs.ts'

/** Ids that are stored sealed: with a phone, equal to a phone or a card that is stored, or like a sealed form. */
const namingIds = ['SO-13800138000', '+86 138 0013 8000', '018612255668', '88010001', '\u00011', '\u0001x']

/** Order ids, request numbers and reasons that name somebody are sealed, and no caller notices. */
export const namingChecks: Checks = {
  ...eachRow(
    [...namingIds, 'SO-1'],
    (id) => `an order ${JSON.stringify(id)} holds, redeems and returns a coupon, and every answer shows it`,
    async (orderId, seller) => {
      const { one, other, sellerId } = seller
      await issue(seller, ['c', 'd'])
      await hold(one, requestOf(sellerId), { orderId })
      const held = { kind: 'refused', refusal: { kind: 'not-usable', reason: { code: 'HELD_BY', orderId } } }
      expect(await redeem(other, requestOf(sellerId), { orderId: 'SO-other' })).toMatchObject(held)
      expect(await coupon(seller)).toMatchObject({ state: { kind: 'held', orderId } })
      expect((await runAct(releaseCoupon, { ...write(seller), couponCode: 'c', orderId })).kind).toBe('done')
      await hold(other, requestOf(sellerId), { orderId })
      const redeemed = await redeem(one, requestOf(sellerId), { couponCodes: ['c', 'd'], orderId })
      expect(redeemed.kind).toBe('done')
      const used = { kind: 'refused', refusal: { kind: 'not-usable', reason: { code: 'USED_BY', orderId } } }
      expect(await redeem(other, requestOf(sellerId), { orderId })).toMatchObject(used)
      const voided = { ...write(seller), couponCodes: ['c'], reason: '' }
      const answer = { kind: 'done', answer: [{ kind: 'used', orderId }] }
      expect(await runAct(voidCoupons, voided)).toMatchObject(answer)
      expect(await runAct(voidCoupons, voided)).toMatchObject({ ...answer, isAlreadyDone: true })
      const redemptionId = redeemed.kind === 'done' ? String(redeemed.answer.redemptions[0]?.redemptionId) : ''
      for (const isUnchanged of [false, true]) {
        const returned = await returnCoupon({ ...write(seller), redemptionId, reason: `退 ${orderId}` })
        expect(returned).toMatchObject({ kind: 'done', answer: { isUnchanged } })
      }
      const events = (await listEvents(other, sellerId)).slice(2)
      const orders = events.map(({ before, after }) => [before, after].map((text) => JSON.parse(text ?? '{}').order_id))
      expect(orders).toEqual([
        ...[
          [undefined, orderId],
          [orderId, undefined],
          [undefined, orderId],
        ],
        ...[
          [orderId, orderId],
          [undefined, orderId],
          [orderId, undefined],
        ],
      ])
      expect(JSON.parse(events.at(-1)?.after ?? '{}').reason).toBe(`退 ${orderId}`)
      expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
    },
  ),

  ...eachRow(
    [...namingIds, 'N-1'],
    (number) => `a request with the number ${JSON.stringify(number)} is done once`,
    async (outRequestNo, seller) => {
      await issue(seller, ['c', 'd'])
      const request = requestOf(seller.sellerId, { outRequestNo })
      expect(await redeem(seller.one, request, {})).toMatchObject({ kind: 'done', isAlreadyDone: false })
      expect(await redeem(seller.other, request, {})).toMatchObject({ kind: 'done', isAlreadyDone: true })
      const changed = { ...request, content: 'other' }
      expect(await redeem(seller.other, changed, { couponCodes: ['d'] })).toEqual({ kind: 'conflict' })
    },
  ),

  async 'a number and an order that become a card later are found again'(seller) {
    const { one, other, sellerId } = seller
    const [first, second] = await twoThatStandAlone(seller)
    const request = requestOf(sellerId, { outRequestNo: 'C-1' })
    const requested = { couponCodes: [first], orderId: 'C-1' }
    expect(await redeem(one, request, requested)).toMatchObject({ kind: 'done', isAlreadyDone: false })
    await issuerOf(one).issueCoupons(sellerId, [draftOf({ couponCode: 'card', cardNo: 'C-1' })], 1)
    expect(await redeem(other, request, requested)).toMatchObject({ kind: 'done', isAlreadyDone: true })
    const beside = { kind: 'refused', refusal: { reason: { code: 'ALONE' }, orderId: 'C-1', couponCode: second } }
    expect(await redeem(one, requestOf(sellerId), { couponCodes: [second], orderId: 'C-1' })).toMatchObject(beside)
  },
}

async function issue({ one, sellerId }: Programs, couponCodes: readonly string[]): Promise<void> {
  const drafts = couponCodes.map((couponCode) =>
    draftOf({ couponCode, phone: '018612255668', cardNo: '88010001', startDate: undefined, endDate: undefined }),
  )
  await issuerOf(one).issueCoupons(sellerId, drafts, 1)
}

function write({ one, sellerId }: Programs) {
  return { lifecycle: one.lifecycleStore, request: requestOf(sellerId) }
}

function coupon({ other, sellerId }: Programs) {
  return other.lifecycleReader.findCoupon(sellerId, 'c')
}

async function twoThatStandAlone({ one, sellerId }: Programs): Promise<readonly [string, string]> {
  await save(one, requestOf(sellerId), { isStackable: false })
  const claimed = await claim(one, requestOf(sellerId), { phone: '13900000000', count: 2 })
  const [first = '', second = ''] = claimed.kind === 'done' ? claimed.answer.couponCodes : []
  return [first, second]
}
