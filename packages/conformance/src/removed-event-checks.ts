import { expect } from 'expect'
import fc from 'fast-check'
import {
  administer,
  countFigures,
  dayOf,
  draftOf,
  type EventPage,
  issuerOf,
  newSeller,
  noon,
  type Removed,
  removeOldEvents,
  requestOf,
  type Store,
  setRetention,
  takeLease,
} from '#server/testing'
import * as calls from '#server/testing/calls'
import { anyPlan, nothingKnown, type Plan, performCommand, performPlans } from './lifecycle-commands.ts'
import { type Checks, type Programs, together } from './programs.ts'

const dayMs = 86_400_000
const hook = { webhookId: 'wh', url: 'https://erp.example.com/hook', secret: 'the-webhook-secret', cursorSeq: 0 }

/** What every engine must do with events that are older than their seller's policy says. */
export const removedEventChecks: Checks = {
  async 'events are removed from the oldest on, up to one that is newer or not acknowledged'(programs) {
    const { one, other, sellerId } = programs
    await live(programs)
    await administer(one, noon).addWebhook({ ...hook, sellerId })
    const { newestSeq } = await all(one, sellerId)
    const preview = (beforeMs: number) => one.retentionReader.preview('event', { sellerId, beforeMs })
    const nothing = { count: 0, bytes: 0, oldestMs: undefined }
    expect(await removeOldEvents(one, { sellerId, beforeMs: noon, acknowledgedSeq: newestSeq })).toBe(0)
    expect(await preview(noon)).toMatchObject(nothing)
    expect(await removeOldEvents(one, { sellerId, beforeMs: noon + 1, acknowledgedSeq: 0 })).toBe(0)
    // Two coupons share the row of their issue.
    expect(await removeOldEvents(other, { sellerId, beforeMs: noon + 1, acknowledgedSeq: 1 })).toBe(0)
    expect(await preview(noon + 1)).toMatchObject(nothing)
    await administer(one, noon).replayWebhook({ sellerId, webhookId: hook.webhookId }, 2)
    const { count, kept, oldestMs } = await preview(noon + 1)
    expect([count, oldestMs]).toEqual([2, noon])
    expect(kept).toBe((await all(one, sellerId)).newestSeq - 2)
    expect(await removeOldEvents(one, { sellerId, beforeMs: noon + 1, acknowledgedSeq: 2 })).toBe(2)
    await expectIntact(other, sellerId)
    expect(await removeOldEvents(other, { sellerId, beforeMs: noon + 1, acknowledgedSeq: newestSeq })).toBe(1)
    await expectIntact(one, sellerId)
    const { events, removed } = await all(one, sellerId)
    expect(removed).toEqual({ throughSeq: 3, beforeMs: noon + 1 })
    expect(events.at(0)).toMatchObject({ eventSeq: 4, kind: 'redeemed', couponCode: 'b' })
    expect(events.filter(({ after }) => after?.includes('removed_events'))).toMatchObject([
      { kind: 'retention', actor: 'system' },
      { after: '{"removed_events":1,"event_days":90,"removed_through_seq":3}' },
    ])
  },

  async 'the newest event stays, and a reader is told of what it can no longer get'(programs) {
    const { one, sellerId } = programs
    await live(programs)
    const { events, newestSeq } = await all(one, sellerId)
    const removed = { throughSeq: await removeOldEvents(one, { sellerId, beforeMs: noon + 2 }), beforeMs: noon + 2 }
    expect(removed.throughSeq).toBe(newestSeq)
    await removeOldEvents(one, { sellerId, beforeMs: noon + 300 * dayMs })
    const left = await all(one, sellerId)
    expect(left.events.map(({ kind, after }) => [kind, after?.slice(0, 13)])).toEqual([
      ['retention', '{"event_days"'],
      ['retention', '{"removed_eve'],
    ])
    const { listEvents, listCouponEvents } = one.eventReader
    expect(await listEvents({ sellerId, afterSeq: left.newestSeq - 2, limit: 5 })).toMatchObject({ removed: undefined })
    const nothing = { events: [], removed: { throughSeq: left.newestSeq - 2 } }
    expect(await listCouponEvents(sellerId, 'a')).toMatchObject(nothing)
    await issuerOf(one).issueCoupons(sellerId, [draftOf({ couponCode: 'later' })], noon)
    expect(await listCouponEvents(sellerId, 'later')).toMatchObject({ events: [{}], removed: undefined })
    expect(events.length).toBe(4)
    await expectIntact(one, sellerId)
  },

  async 'a webhook can begin after the removed events only'(programs) {
    const { one, sellerId } = programs
    await live(programs)
    const throughSeq = await removeOldEvents(one, { sellerId, beforeMs: noon + 1 })
    expect(throughSeq).toBe(3)
    const { addWebhook, replayWebhook } = administer(one, noon)
    const add = (cursorSeq: number) => addWebhook({ ...hook, sellerId, cursorSeq })
    const replay = (afterSeq: number) => replayWebhook({ sellerId, webhookId: hook.webhookId }, afterSeq)
    expect([await add(2), await add(3)]).toEqual(['events-removed', 'done'])
    expect([await replay(2), await replay(3)]).toEqual(['events-removed', 'done'])
  },

  async 'what is decided after a removal is what was decided before'(programs) {
    const { one, other, sellerId } = programs
    await live(programs)
    await calls.save(one, requestOf(sellerId), { memberTotal: 1, stockTotal: 2 })
    const member = { phone: '13900000001', cardNo: undefined }
    expect(await calls.claim(one, requestOf(sellerId), member)).toMatchObject({ kind: 'done' })
    await removeOldEvents(one, { sellerId, beforeMs: noon + 2 })
    expect(await calls.claim(other, requestOf(sellerId), member)).toMatchObject({ kind: 'refused' })
    expect(await calls.claim(other, requestOf(sellerId), { phone: '13900000002' })).toMatchObject({ kind: 'done' })
    expect(await calls.claim(one, requestOf(sellerId), { phone: '13900000003' })).toMatchObject({ kind: 'refused' })
    const again = await calls.redeem(other, requestOf(sellerId, { nowMs: noon + 5 }), {
      couponCodes: ['b'],
      orderId: '2',
    })
    expect(again).toMatchObject({ kind: 'refused' })
    await expectIntact(other, sellerId)
  },

  async 'nothing is removed while an expiry is not recorded'(programs) {
    const { one, sellerId } = programs
    await issuerOf(one).issueCoupons(sellerId, [draftOf({ couponCode: 'ends', endDate: '2026-11-24' })], noon)
    await issuerOf(one).issueCoupons(sellerId, [draftOf({ couponCode: 'goes on', endDate: '2026-11-26' })], noon)
    const beforeMs = noon + dayMs
    expect(await removeOldEvents(one, { sellerId, beforeMs })).toBe(0)
    expect(await one.expiryRecorder.recordExpired(sellerId, '2026-11-24', 10, beforeMs)).toBe(1)
    expect(await removeOldEvents(one, { sellerId, beforeMs })).toBe(2)
    await expectIntact(one, sellerId)
    expect(await one.expiryRecorder.recordExpired(sellerId, '2026-11-26', 10, beforeMs + 2 * dayMs)).toBe(1)
    await expectIntact(one, sellerId)
  },

  async 'of servers that remove the same events one does, and a policy that was switched off removes none'(programs) {
    const { one, at, sellerId } = programs
    await live(programs)
    await setRetention(one, { sellerId, days: { event: 90 }, nowMs: noon + 1, actor: 'operator:x' })
    const lease = await takeLease(one, sellerId, noon + 1)
    const step = { lease, kind: 'event', after: '', beforeMs: noon + 1, nowMs: noon + 1 } as const
    await countFigures(one, sellerId)
    const done = await together(4, (place) => at(place).retentionWork.remove(step))
    expect(done.reduce((sum, one) => sum + (one?.removed ?? 0), 0)).toBe(3)
    await expectIntact(one, sellerId)
    await setRetention(one, { sellerId, days: { event: undefined }, nowMs: noon, actor: 'operator:x' })
    await issuerOf(one).issueCoupons(sellerId, [draftOf({ couponCode: 'more' })], noon)
    const late: Removed | undefined = await one.retentionWork.remove({ ...step, beforeMs: noon + 9 })
    expect(late).toBeUndefined()
    await expectIntact(one, sellerId)
  },

  async 'random lives with removals in between and at the same time keep an intact history'(programs) {
    await fc.assert(fc.asyncProperty(fc.array(anyRound, { minLength: 2, maxLength: 12 }), runRounds(programs)), {
      numRuns: Math.ceil(programs.modelRuns / 3),
      interruptAfterTimeLimit: 60_000,
    })
  },
}

/** Some plans, while the older part of the events is removed. */
type Round = Readonly<{ hours: number; plans: readonly Plan[]; share: number | undefined }>

const anyRound: fc.Arbitrary<Round> = fc.record({
  hours: fc.constantFrom(0, 0, 1, 24, 48),
  plans: fc.array(anyPlan, { minLength: 1, maxLength: 4 }),
  share: fc.constantFrom(undefined, 0.5, 0.9, 1, 1),
})

const runRounds = (programs: Programs) => async (rounds: readonly Round[]) => {
  const { one, at } = programs
  const sellerId = newSeller()
  await administer(one, noon).addWebhook({ ...hook, sellerId })
  for (const [couponId, terms] of Object.entries(templates)) {
    const validity = { kind: 'relative', fromDay: 0, toDay: 2 } as const
    await calls.save(one, requestOf(sellerId), { couponId, validity, ...terms })
  }
  const known = nothingKnown()
  let nowMs = noon
  for (const { hours, plans, share } of rounds) {
    nowMs += hours * 3_600_000
    const moment = { sellerId, nowMs }
    await one.expiryRecorder.recordExpired(sellerId, dayOf(nowMs - dayMs), 100, nowMs)
    await Promise.all([
      performPlans(plans, known, (command, place) => performCommand(at(place), command, moment)),
      share === undefined ? undefined : removeShare(at(1), { sellerId, nowMs, share }),
    ])
    await expectIntact(at(plans.length), sellerId)
  }
  const { events, newestSeq, removed } = await all(one, sellerId)
  expect(events.map(({ eventSeq }) => eventSeq)).toEqual(
    Array.from(
      { length: newestSeq - (removed?.throughSeq ?? 0) },
      (_, place) => (removed?.throughSeq ?? 0) + place + 1,
    ),
  )
}

const templates = {
  stock: { stockTotal: 4, stockPerDay: 3, returnPolicy: { kind: 'same-code', extendDays: 2, maxCycles: 1 } },
  member: { memberTotal: 3, memberPerDay: 2 },
  free: { returnPolicy: { kind: 'none', extendDays: 0 } },
} as const

type Share = Readonly<{ sellerId: string; nowMs: number; share: number }>

async function removeShare(store: Store, { sellerId, nowMs, share }: Share): Promise<void> {
  const { newestSeq, removed } = await all(store, sellerId)
  const first = removed?.throughSeq ?? 0
  const acknowledgedSeq = first + Math.floor((newestSeq - first) * share)
  await removeOldEvents(store, { sellerId, beforeMs: nowMs + 1, acknowledgedSeq })
}

/** Two coupons, issued and one of them redeemed at noon, the other a moment later. */
async function live({ one, sellerId }: Programs): Promise<void> {
  const drafts = ['a', 'b'].map((couponCode) => draftOf({ couponCode, endDate: undefined, startDate: undefined }))
  await issuerOf(one).issueCoupons(sellerId, drafts, noon)
  for (const [place, couponCode] of ['a', 'b'].entries()) {
    const request = requestOf(sellerId, { nowMs: noon + place })
    const written = await calls.redeem(one, request, {
      couponCodes: [couponCode],
      orderId: couponCode,
      amountFen: 99_900,
    })
    expect(written).toMatchObject({ kind: 'done' })
  }
}

function all({ eventReader }: Store, sellerId: string): Promise<EventPage> {
  return eventReader.listEvents({ sellerId, afterSeq: 0, limit: 1000 })
}

async function expectIntact({ eventAuditor }: Store, sellerId: string): Promise<void> {
  const found = await eventAuditor.verifyChain(sellerId)
  // The whole report, so that a seed that fails says what differs.
  if (found.kind !== 'intact') throw new Error(JSON.stringify(found))
}
