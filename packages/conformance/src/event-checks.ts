import { expect } from 'expect'
import fc from 'fast-check'
import { draftOf, issuerOf, listEvents, newSeller, noon, type Store } from '#server/testing'
import type { Checks } from './programs.ts'

/** What every engine must do with events. */
export const eventChecks: Checks = {
  async 'every coupon that is issued has its own numbered event'({ one, sellerId }) {
    await issueBlocks(one, sellerId, [2, 1])
    expect(await listEvents(one, sellerId)).toMatchObject([
      { eventSeq: 1, kind: 'issued', couponCode: 'b0-0', couponId: 'b0', atMs: 1000, actor: 'operator:import' },
      { eventSeq: 2, kind: 'issued', couponCode: 'b0-1', after: '{"state":"unused","end_date":"2018-11-11"}' },
      { eventSeq: 3, kind: 'issued', couponCode: 'b1-0', atMs: 1001 },
    ])
  },

  async 'an event carries no phone'({ one, sellerId }) {
    await issueBlocks(one, sellerId, [1])
    expect(JSON.stringify(await listEvents(one, sellerId))).not.toContain('18612255668')
  },

  async 'any page is a part of the whole, however many coupons share a row'({ one, sellerId }) {
    await issueBlocks(one, sellerId, [3, 1, 7, 2, 5])
    const all = await listEvents(one, sellerId)
    expect(all.map(({ eventSeq }) => eventSeq)).toEqual(Array.from({ length: 18 }, (_, place) => place + 1))
    await fc.assert(
      fc.asyncProperty(fc.nat(20), fc.integer({ min: 1, max: 20 }), async (afterSeq, limit) => {
        const page = await one.eventReader.listEvents({ sellerId, afterSeq, limit })
        expect(page).toEqual({ events: all.slice(afterSeq, afterSeq + limit), newestSeq: 18 })
      }),
    )
  },

  async "a coupon's events begin with its issue, at any place in its block"({ one, sellerId }) {
    await issueBlocks(one, sellerId, [3, 4])
    for (const event of await listEvents(one, sellerId)) {
      const timeline = await one.eventReader.listCouponEvents(sellerId, event.couponCode ?? '')
      expect(timeline).toEqual({ events: [event], removed: undefined })
    }
    const none = { events: [], removed: undefined }
    expect(await one.eventReader.listCouponEvents(sellerId, 'unknown')).toEqual(none)
  },

  async 'a notice is an event of the chain between those of coupons, and belongs to none'({ one, other, sellerId }) {
    await issueBlocks(one, sellerId, [2])
    const notice = { sellerId, atMs: noon, actor: 'system', after: '{"alarm":"full_phones_read"}' }
    await other.noticeRecorder.recordNotice({ ...notice, kind: 'alarm' })
    await one.noticeRecorder.recordNotice({ ...notice, kind: 'exported', actor: 'operator:export' })
    await issueBlocks(other, sellerId, [2, 1])
    expect((await listEvents(one, sellerId)).slice(2, 4)).toMatchObject([
      { eventSeq: 3, kind: 'alarm', atMs: noon, actor: 'system', after: notice.after },
      { eventSeq: 4, kind: 'exported', actor: 'operator:export' },
    ])
    expect(await one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  },

  async 'records once that unused coupons expired, in portions, and not of those that had expired at their issue'({
    one,
    sellerId,
  }) {
    const days = ['2026-11-23', '2026-11-24', '2026-11-24', '2026-11-25', undefined]
    const unused = days.map((endDate, place) => draftOf({ couponCode: `e${place}`, startDate: undefined, endDate }))
    const used = draftOf({ couponCode: 'u' }, { kind: 'used' })
    await issuerOf(one).issueCoupons(sellerId, [...unused, used], noon)
    const midnight = Date.parse('2026-11-25T00:00:00+08:00')
    const record = () => one.expiryRecorder.recordExpired(sellerId, '2026-11-24', 1, midnight)
    expect([await record(), await record(), await record()]).toEqual([1, 1, 0])
    expect((await listEvents(one, sellerId)).slice(6)).toMatchObject([
      { kind: 'expired', couponCode: 'e1', actor: 'system', after: '{"state":"expired","end_date":"2026-11-24"}' },
      { kind: 'expired', couponCode: 'e2', atMs: midnight },
    ])
    expect(await one.eventAuditor.verifyChain(sellerId)).toEqual({ kind: 'intact', events: 8 })
  },

  async 'finds an untouched chain, and an empty one, intact'({ one, sellerId }) {
    await issueBlocks(one, sellerId, [2, 3])
    expect(await one.eventAuditor.verifyChain(sellerId)).toEqual({ kind: 'intact', events: 5 })
    expect(await one.eventAuditor.verifyChain(newSeller())).toEqual({ kind: 'intact', events: 0 })
  },
}

async function issueBlocks(store: Store, sellerId: string, sizes: readonly number[]): Promise<void> {
  for (const [block, size] of sizes.entries()) {
    const couponId = `b${block}`
    const drafts = Array.from({ length: size }, (_, place) => draftOf({ couponCode: `${couponId}-${place}`, couponId }))
    await issuerOf(store).issueCoupons(sellerId, drafts, 1000 + block)
  }
}
