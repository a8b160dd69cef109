import { expect } from 'expect'
import { listEvents, newSeller, noon, requestOf, type Store } from '#server/testing'
import { claimCode, reserve, save } from '#server/testing/calls'
import { type Checks, together } from './programs.ts'

/** What every engine must do with codes that become coupons when they are claimed. */
export const reservedCodeChecks: Checks = {
  async 'a reserved code is no coupon; its claim makes it one of the member, by the rules of that moment'({
    one,
    other,
    sellerId,
  }) {
    await save(one, requestOf(sellerId), {})
    const [couponCode = '', unclaimed = ''] = await reserved(one, sellerId, 2)
    expect(await other.lifecycleReader.findCoupon(sellerId, couponCode)).toBeUndefined()
    await save(one, requestOf(sellerId), { couponName: '新版' })
    const claimed = await claimCode(other, requestOf(sellerId), { couponCode, phone: '13900000001' })
    expect(claimed).toMatchObject({ kind: 'done', answer: { couponCodes: [couponCode] } })
    const filter = { phone: '13900000001' }
    const page = await one.couponReader.findCouponPage({ sellerId, filter, pageSize: 9, pageNum: 1 })
    expect(page.coupons.map(({ terms }) => [terms.couponCode, terms.couponName, terms.channel])).toEqual([
      [couponCode, '新版', 'flyer'],
    ])
    expect(await one.lifecycleReader.findCoupon(sellerId, unclaimed)).toBeUndefined()
    const kinds = (await listEvents(one, sellerId)).map(({ kind }) => kind)
    expect(kinds.filter((kind) => !kind.startsWith('member'))).toEqual([
      ...['template_saved', 'codes_reserved', 'template_saved', 'issued'],
    ])
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'of all who claim a code at the same time, one gets it and the others hear that it was claimed'({
    at,
    one,
    sellerId,
  }) {
    // The one who gets it also uses the stock up.
    await save(one, requestOf(sellerId), { stockTotal: 1, memberTotal: 1 })
    const [couponCode = ''] = await reserved(one, sellerId, 1)
    const written = await together(8, (place) =>
      claimCode(at(place), requestOf(sellerId), { couponCode, phone: `139000000${10 + place}` }),
    )
    const outcomes = written.map((one) => (one.kind === 'refused' ? one.refusal.kind : one.kind))
    expect(outcomes.toSorted()).toEqual([...Array(7).fill('code-already-claimed'), 'done'])
    expect((await listEvents(one, sellerId)).filter(({ kind }) => kind === 'issued')).toHaveLength(1)
    expect(await one.templateReader.findTemplate(sellerId, 'T')).toMatchObject({ claimed: { total: 1 } })
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'a refused claim leaves the code to be claimed; a code is of one template and one seller'({ one, sellerId }) {
    await save(one, requestOf(sellerId), { memberTotal: 1, claimTo: '2026-11-25 00:00:00' })
    const [first = '', second = ''] = await reserved(one, sellerId, 2)
    const claimAs = async (couponCode: string, phone: string, changes: Readonly<{ nowMs?: number }> = {}) => {
      const written = await claimCode(one, requestOf(sellerId, changes), { couponCode, phone })
      return written.kind === 'refused' ? written.refusal.kind : written.kind
    }
    expect(await claimAs(first, '13900000001')).toBe('done')
    expect(await claimAs(second, '13900000001')).toBe('member-limit-reached')
    expect(await claimAs(second, '13900000002', { nowMs: noon + 86_400_000 })).toBe('claim-not-open')
    const refusal = { kind: 'refused', refusal: { kind: 'code-not-reserved' } }
    const input = { couponCode: second, phone: '13900000002' }
    expect(await claimCode(one, requestOf(sellerId), { ...input, couponId: 'other' })).toEqual(refusal)
    expect(await claimCode(one, requestOf(newSeller()), input)).toEqual(refusal)
    expect(await claimAs('nothing', '13900000002')).toBe('code-not-reserved')
    expect(await claimAs(second, '13900000002')).toBe('done')
    expect(await claimAs(second, '13900000003')).toBe('code-already-claimed')
  },
}

async function reserved(store: Store, sellerId: string, count: number): Promise<readonly string[]> {
  const written = await reserve(store, requestOf(sellerId), { count, channel: 'flyer' })
  return written.kind === 'done' ? written.answer.couponCodes : []
}
