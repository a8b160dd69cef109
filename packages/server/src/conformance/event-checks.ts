import fc from 'fast-check'
import { draftOf } from '#conformance/example-draft'
import type { ChainEvent } from '#domain/events/event-store'
import type { Store } from '#store/open-store'
import { newSeller, type Stores, storeAt } from './programs.ts'
import { describe, expect, test } from './suite.ts'

/** What every engine must do with events. */
export function eventChecks(stores: Stores): void {
  describe('events', () => eventsOf(() => storeAt(stores, 0)))
}

function eventsOf(store: () => Store): void {
  test('every coupon that is issued has its own numbered event', async () => {
    const sellerId = newSeller()
    await issueBlocks(store(), sellerId, [2, 1])
    expect(await allEvents(store(), sellerId)).toMatchObject([
      { eventSeq: 1, kind: 'issued', couponCode: 'b0-0', couponId: 'b0', atMs: 1000, actor: 'operator:import' },
      { eventSeq: 2, kind: 'issued', couponCode: 'b0-1', after: '{"state":"unused","end_date":"2018-11-11"}' },
      { eventSeq: 3, kind: 'issued', couponCode: 'b1-0', atMs: 1001 },
    ])
  })

  test('an event carries no phone', async () => {
    const sellerId = newSeller()
    await issueBlocks(store(), sellerId, [1])
    expect(JSON.stringify(await allEvents(store(), sellerId))).not.toContain('18612255668')
  })

  test('any page is a part of the whole, however many coupons share a row', async () => {
    const sellerId = newSeller()
    await issueBlocks(store(), sellerId, [3, 1, 7, 2, 5])
    const all = await allEvents(store(), sellerId)
    expect(all.map(({ eventSeq }) => eventSeq)).toEqual(Array.from({ length: 18 }, (_, place) => place + 1))
    await fc.assert(
      fc.asyncProperty(fc.nat(20), fc.integer({ min: 1, max: 20 }), async (afterSeq, limit) => {
        const page = await store().eventReader.listEvents({ sellerId, afterSeq, limit })
        expect(page).toEqual({ events: all.slice(afterSeq, afterSeq + limit), newestSeq: 18 })
      }),
    )
  })

  test("a coupon's events begin with its issue, at any place in its block", async () => {
    const sellerId = newSeller()
    await issueBlocks(store(), sellerId, [3, 4])
    const all = await allEvents(store(), sellerId)
    for (const event of all) {
      expect(await store().eventReader.listCouponEvents(sellerId, event.couponCode ?? '')).toEqual([event])
    }
    expect(await store().eventReader.listCouponEvents(sellerId, 'unknown')).toEqual([])
  })

  test('records once that unused coupons expired, in portions, and not of those that had expired at their issue', async () => {
    const sellerId = newSeller()
    const days = ['2026-11-23', '2026-11-24', '2026-11-24', '2026-11-25', undefined]
    const given = days.map((endDate, place) => draftOf({ couponCode: `e${place}`, startDate: undefined, endDate }))
    const issuedAtMs = Date.parse('2026-11-24T12:00:00+08:00')
    await store().couponIssuer.issueCoupons(
      sellerId,
      [...given, draftOf({ couponCode: 'u' }, { kind: 'used' })],
      issuedAtMs,
    )
    const midnight = Date.parse('2026-11-25T00:00:00+08:00')
    const record = () => store().expiryRecorder.recordExpired(sellerId, '2026-11-24', 1, midnight)
    expect([await record(), await record(), await record()]).toEqual([1, 1, 0])
    expect((await allEvents(store(), sellerId)).slice(6)).toMatchObject([
      { kind: 'expired', couponCode: 'e1', actor: 'system', after: '{"state":"expired","end_date":"2026-11-24"}' },
      { kind: 'expired', couponCode: 'e2', atMs: midnight },
    ])
    expect(await store().eventAuditor.verifyChain(sellerId)).toEqual({ kind: 'intact', events: 8 })
  })

  test('finds an untouched chain, and an empty one, intact', async () => {
    const sellerId = newSeller()
    await issueBlocks(store(), sellerId, [2, 3])
    expect(await store().eventAuditor.verifyChain(sellerId)).toEqual({ kind: 'intact', events: 5 })
    expect(await store().eventAuditor.verifyChain(newSeller())).toEqual({ kind: 'intact', events: 0 })
  })
}

function drafts(prefix: string, count: number): ReturnType<typeof draftOf>[] {
  return Array.from({ length: count }, (_, place) => draftOf({ couponCode: `${prefix}-${place}`, couponId: prefix }))
}

async function issueBlocks(store: Store, sellerId: string, sizes: readonly number[]): Promise<void> {
  for (const [block, size] of sizes.entries()) {
    await store.couponIssuer.issueCoupons(sellerId, drafts(`b${block}`, size), 1000 + block)
  }
}

async function allEvents(store: Store, sellerId: string): Promise<readonly ChainEvent[]> {
  return (await store.eventReader.listEvents({ sellerId, afterSeq: 0, limit: 1000 })).events
}
