import { expect } from 'expect'
import fc from 'fast-check'
import {
  addDays,
  countFigures,
  dayOf,
  draftOf,
  type FigureGroup,
  type FigureSource,
  type Figures,
  figureNames,
  issuerOf,
  listEvents,
  type NamedGroup,
  newSeller,
  noon,
  orderLineWith,
  orderVersionWith,
  removeOldEvents,
  requestOf,
  type Store,
} from '#server/testing'
import * as calls from '#server/testing/calls'
import { anyGoodsAct, type GoodsAct, GoodsOrders } from './goods-acts.ts'
import { anyPlan, nothingKnown, type Plan, performCommand, performPlans } from './lifecycle-commands.ts'
import { type Checks, type Programs, together } from './programs.ts'
import { recountFigures } from './recount-figures.ts'

const hourMs = 3_600_000
/** A coupon that may be used on any order. */
const anyTime = { orderAmountFen: undefined, category: undefined, startDate: undefined, endDate: '2026-12-31' }
const ever = { fromDay: '2026-01-01', toDay: '2027-12-31' }

type Round = Readonly<{ hours: number; plans: readonly Plan[]; goods: readonly GoodsAct[]; steps: number }>

const anyRound: fc.Arbitrary<Round> = fc.record({
  hours: fc.constantFrom(0, 1, 24),
  plans: fc.array(anyPlan, { minLength: 1, maxLength: 4 }),
  goods: fc.array(anyGoodsAct, { maxLength: 4 }),
  steps: fc.constantFrom(0, 0, 1, 3),
})

/** What every engine must do with figures. */
export const figureChecks: Checks = {
  async 'figures are those of a recount by hand, whichever programs count them, and counted anew they are the same'(
    programs,
  ) {
    const run = async (rounds: readonly Round[], removedHours: number) => {
      const sellerId = newSeller()
      await live({ ...programs, sellerId }, rounds)
      await countFigures(programs.other, sellerId)
      const counted = await expectRecounted(programs.one, sellerId)
      const expectIntact = async () =>
        expect(await programs.one.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
      await expectIntact()
      await programs.one.figureFolder.reset(sellerId)
      expect(await readAll(programs.other, sellerId)).toMatchObject({ state: { asOfSeq: 0 } })
      await Promise.all(programs.all.map((store) => countFigures(store, sellerId)))
      expect(await readAll(programs.one, sellerId)).toEqual(counted)
      await removeOldEvents(programs.one, { sellerId, beforeMs: noon + removedHours * hourMs })
      await expectIntact()
      await programs.other.figureFolder.reset(sellerId)
      await countFigures(programs.one, sellerId)
      expect((await readAll(programs.one, sellerId)).outstanding).toEqual(counted.outstanding)
      await expectIntact()
    }
    await fc.assert(
      fc.asyncProperty(fc.array(anyRound, { minLength: 1, maxLength: 12 }), fc.constantFrom(1, 24, 72, 400), run),
      {
        numRuns: Math.ceil(programs.modelRuns / 8),
        interruptAfterTimeLimit: 100_000,
      },
    )
  },

  async 'programs that count at the same time count every coupon of large issues once'(programs) {
    const { all, one, sellerId } = programs
    for (const part of [1, 2, 3]) {
      const drafts = Array.from({ length: 900 }, (_, place) =>
        draftOf({ couponCode: `${part}-${place}`, endDate: undefined }),
      )
      await issuerOf(one).issueCoupons(sellerId, drafts, noon)
    }
    await Promise.all(all.map((store) => countFigures(store, sellerId)))
    const { state, total, outstanding } = await readAll(one, sellerId)
    expect(state).toMatchObject({ asOfSeq: 2_700, newestSeq: 2_700, asOfMs: noon })
    expect(total).toEqual({ issued: 2_700 })
    expect(outstanding).toEqual({ coupons: 2_700, worstFen: 2_700 * 9_900, uncapped: 0 })
    expect(await one.figureFolder.listBehind()).not.toContain(sellerId)
  },

  async 'figures outlive the events they count; counted anew, they begin after the removed ones'(programs) {
    const { one, other, sellerId } = programs
    const usable = { startDate: undefined, endDate: '2026-12-31' }
    const drafts = ['a', 'b', 'c'].map((couponCode) => draftOf({ ...usable, couponCode }))
    await issuerOf(one).issueCoupons(sellerId, drafts, noon)
    await calls.redeem(one, requestOf(sellerId), { couponCodes: ['a'], orderId: 'SO-1', shop: '01' })
    await countFigures(one, sellerId)
    await calls.redeem(one, requestOf(sellerId, { nowMs: noon + hourMs }), {
      couponCodes: ['b'],
      orderId: 'SO-2',
      shop: '01',
    })
    expect(await removeOldEvents(other, { sellerId, beforeMs: noon + 1 })).toBe(4)
    const kept = await readAll(one, sellerId)
    expect(kept).toMatchObject({ state: { missingThroughSeq: 0 }, total: { issued: 3, redeemed: 2 } })
    await one.figureFolder.reset(sellerId)
    await countFigures(other, sellerId)
    const anew = await readAll(one, sellerId)
    expect(anew).toMatchObject({ state: { missingThroughSeq: 4, asOfSeq: kept.state.newestSeq } })
    expect(anew.total).toEqual({ redeemed: 1, within0: 1, usedOfIssued: 1 })
    expect(anew.outstanding).toEqual(kept.outstanding)
    expect(anew.outstanding.coupons).toBe(1)
  },

  async 'of offline redemptions the one that counts is counted, whichever was uploaded first'({ one, other }) {
    const uses = [
      { orderId: 'SO-1', atMs: noon - 24 * hourMs, shop: '01', amountFen: 20_000 },
      { orderId: 'SO-2', atMs: noon, shop: '02', amountFen: 20_000 },
    ]
    const counted: unknown[] = []
    for (const arrivals of [uses, uses.toReversed()]) {
      const sellerId = newSeller()
      const draft = draftOf({ couponCode: 'a', category: undefined, startDate: undefined, endDate: '2026-12-31' })
      await issuerOf(one).issueCoupons(sellerId, [draft], noon - 48 * hourMs)
      for (const use of arrivals) {
        await calls.upload(one, requestOf(sellerId), { couponCodes: ['a'], ...use })
        await countFigures(other, sellerId)
      }
      const { state: _state, ...all } = await expectRecounted(one, sellerId)
      expect(all.total).toMatchObject({ redeemed: 1, priced: 1, offFen: 9_900, daysToRedeem: 1 })
      counted.push(all)
    }
    expect(counted.at(0)).toEqual(counted.at(1))
  },

  async 'what a coupon takes of an order follows its newest version, whichever version comes last'({ one, other }) {
    const versions = [
      { stampMs: noon, lines: [orderLineWith({ priceFen: 10_000 })] },
      { stampMs: noon + 1, lines: [orderLineWith({ priceFen: 1_500 }), orderLineWith({})] },
    ]
    for (const arrivals of [versions, versions.toReversed()]) {
      const sellerId = newSeller()
      const terms = { couponCode: 'a', orderAmountFen: undefined, category: undefined, startDate: undefined }
      await issuerOf(one).issueCoupons(sellerId, [draftOf({ ...terms, endDate: '2026-12-31' })], noon - 48 * hourMs)
      for (const changes of arrivals) {
        const version = orderVersionWith({ createdAtMs: noon, couponCodes: ['a'], ...changes })
        await calls.sync(one, requestOf(sellerId), version)
        await countFigures(other, sellerId)
      }
      const { total } = await expectRecounted(one, sellerId)
      expect(total).toMatchObject({ redeemed: 1, priced: 1, offFen: 4_200 })
      const events = (await listEvents(one, sellerId)).filter(({ couponCode }) => couponCode === 'a')
      const isInOrder = arrivals === versions
      expect(events.map(({ kind }) => kind)).toEqual(['issued', 'redeemed', ...(isInOrder ? ['repriced'] : [])])
      expect(JSON.parse(events.at(-1)?.after ?? '')).toMatchObject({ off_fen: 4_200, split: '1:3000,2:1200' })
      expect(await other.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
      expect(await removeOldEvents(one, { sellerId, beforeMs: noon + 1 })).toBeGreaterThan(events.length)
      expect(await other.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
    }
  },

  async 'an order counts once, whatever its versions do with its coupons'({ one, other, sellerId }) {
    const drafts = ['a', 'b'].map((couponCode) => draftOf({ ...anyTime, couponCode }))
    await issuerOf(one).issueCoupons(sellerId, drafts, noon - 48 * hourMs)
    for (const [place, couponCodes] of [['a'], [], ['b']].entries()) {
      const version = orderVersionWith({ createdAtMs: noon, stampMs: noon + place, couponCodes })
      await calls.sync(one, requestOf(sellerId), version)
    }
    await countFigures(other, sellerId)
    const { total } = await expectRecounted(one, sellerId)
    expect(total).toMatchObject({ redeemed: 2, returned: 1, orders: 1, orderFen: 1_200 })
  },

  async 'an order counts once when a till redeems on it after a version gave up a coupon that stays used'(programs) {
    const { one, other, sellerId } = programs
    const none = { kind: 'none', extendDays: 0 } as const
    await calls.save(one, requestOf(sellerId), { couponId: 'K', returnPolicy: none })
    const claimed = await calls.claim(one, requestOf(sellerId), { couponId: 'K', phone: '13900000001' })
    const { couponCodes: claimedCodes } = calls.answerOf(claimed)
    await issuerOf(one).issueCoupons(sellerId, [draftOf({ couponCode: 'x', ...anyTime })], noon - 48 * hourMs)
    for (const [place, couponCodes] of [claimedCodes, []].entries()) {
      const version = orderVersionWith({ createdAtMs: noon, stampMs: noon + place, couponCodes })
      await calls.sync(one, requestOf(sellerId), version)
    }
    const requested = { couponCodes: ['x'], orderId: 'SO', amountFen: 1_200 }
    expect(await calls.redeem(other, requestOf(sellerId), requested)).toMatchObject({ kind: 'done' })
    await countFigures(other, sellerId)
    const { total } = await expectRecounted(one, sellerId)
    expect(total).toMatchObject({ redeemed: 2, orders: 1, orderFen: 1_200 })
  },

  async 'an order that is closed gives back what returns of its goods left of a coupon'({ one, other, sellerId }) {
    const orders = await GoodsOrders.of({ one, sellerId })
    for (const kind of ['sell', 'units', 'units', 'close', 'units', 'rest'] as const) {
      await orders.perform(one, { kind, place: 0, milli: 400, with: 'first' }, noon)
    }
    await countFigures(other, sellerId)
    const { total } = await expectRecounted(one, sellerId)
    expect(total).toMatchObject({ redeemed: 1, returned: 1, offFen: 1_000, returnedFen: 1_000 })
  },

  async 'a coupon that ended without coming back is given back once, however often its order is sold again'(programs) {
    const { one, other, sellerId } = programs
    const orders = await GoodsOrders.of({ one, sellerId })
    for (const [kind, sold, milli] of [
      ['sell', 'both', 1],
      ['rest', 'both', 1],
      ['sell', 'first', 2],
      ['rest', 'first', 2],
    ] as const) {
      await orders.perform(one, { kind, place: 1, milli, with: sold }, noon)
    }
    await countFigures(other, sellerId)
    const { total } = await expectRecounted(one, sellerId)
    expect(total).toMatchObject({ redeemed: 3, returned: 2, offFen: 2_777, returnedFen: 2_777 })
  },

  async 'events are removed only once figures count them'({ one, sellerId }) {
    await issuerOf(one).issueCoupons(sellerId, [draftOf({ couponCode: 'a' })], noon)
    await issuerOf(one).issueCoupons(sellerId, [draftOf({ couponCode: 'b' })], noon)
    await one.figureFolder.reset(sellerId)
    expect(await removeOldEvents(one, { sellerId, beforeMs: noon + 1, isCounted: false })).toBe(0)
    await countFigures(one, sellerId)
    expect(await removeOldEvents(one, { sellerId, beforeMs: noon + 1, isCounted: false })).toBe(2)
  },
}

/** Random calls of several callers, with hours between them, expiries that are recorded, and steps that count some of it. */
async function live({ one, at, sellerId }: Programs, rounds: readonly Round[]): Promise<void> {
  const limits = { validity: { kind: 'relative', fromDay: 0, toDay: 2 }, perOrder: 20 } as const
  for (const couponId of ['stock', 'member', 'free'])
    await calls.save(one, requestOf(sellerId), { ...limits, couponId })
  const known = nothingKnown()
  const orders = await GoodsOrders.of({ one, sellerId })
  let nowMs = noon
  for (const { hours, plans, goods, steps } of rounds) {
    nowMs += hours * hourMs
    const moment = { sellerId, nowMs }
    await one.expiryRecorder.recordExpired(sellerId, addDays(dayOf(nowMs), -1), 1_000, nowMs)
    const lived = performPlans(plans, known, (command, place) => performCommand(at(place), command, moment))
    const moved = together(goods.length, async (place) => {
      const act = goods[place]
      if (act !== undefined) await orders.perform(at(place), act, nowMs)
    })
    await Promise.all([lived, moved, together(steps, (place) => at(place).figureFolder.step(sellerId))])
  }
}

/** Every sum and group of a seller. */
function readAll({ figureReader }: Store, sellerId: string) {
  return figureReader.read(sellerId, async (figures) => ({
    state: figures.state,
    total: shown(await figures.sum({ sellerId, ...ever })),
    outstanding: await figures.outstanding({ fromDay: '0001-01-01', toDay: undefined }),
    days: await groupOf(figures, sellerId, { group: 'day' }),
    coupons: await groupOf(figures, sellerId, { group: 'coupon_id' }),
    channels: await groupOf(figures, sellerId, { group: 'channel' }),
    shops: await groupOf(figures, sellerId, { group: 'shop' }),
  }))
}

type Input = Readonly<{ group: FigureGroup; couponId?: string; channel?: string; shop?: string }>

async function groupOf(figures: FigureSource, sellerId: string, { group, ...filter }: Input) {
  const rows = await figures.group({ sellerId, ...ever, ...filter }, group, { limit: 100 })
  const named = rows.map(({ name, figures }) => [name, shown(figures)] as const)
  return named.filter(([, sums]) => Object.keys(sums).length > 0)
}

/** Without the figures that are 0. */
function shown(figures: Figures): Readonly<Record<string, number>> {
  return Object.fromEntries(figureNames.flatMap((name) => (figures[name] === 0 ? [] : [[name, figures[name]]])))
}

/** @returns what was read */
async function expectRecounted(store: Store, sellerId: string) {
  const recount = await recountFigures(store, sellerId)
  const all = await readAll(store, sellerId)
  expect(all.state).toMatchObject({ asOfSeq: recount.newestSeq, newestSeq: recount.newestSeq, missingThroughSeq: 0 })
  expect(all.total).toEqual(recount.sum({}))
  expect(all.outstanding).toEqual(recount.outstanding('0001-01-01', {}))
  expect(all.days).toEqual(recount.group({}, 'day'))
  expect(all.coupons).toEqual(recount.group({}, 'coupon_id'))
  expect(all.channels).toEqual(recount.group({}, 'channel'))
  expect(all.shops).toEqual(recount.group({}, 'shop'))
  const couponId = all.coupons.at(-1)?.[0] ?? 'free'
  const channel = all.channels.at(-1)?.[0] ?? 'app'
  await store.figureReader.read(sellerId, async (figures) => {
    for (const filter of [{ couponId }, { channel }, { shop: '01' }, { couponId, channel, shop: '01' }]) {
      expect(shown(await figures.sum({ sellerId, ...ever, ...filter }))).toEqual(recount.sum(filter))
      expect(await groupOf(figures, sellerId, { group: 'day', ...filter })).toEqual(recount.group(filter, 'day'))
      expect(await groupOf(figures, sellerId, { group: 'shop', ...filter })).toEqual(recount.group(filter, 'shop'))
    }
    for (const group of ['coupon_id', 'channel', 'shop'] as const) await expectDaysOf(figures, sellerId, group)
    const span = { fromDay: '2026-11-27', toDay: undefined }
    expect(await figures.outstanding({ ...span, couponId })).toEqual(recount.outstanding(span.fromDay, { couponId }))
    expect(await figures.outstanding({ ...span, channel })).toEqual(recount.outstanding(span.fromDay, { channel }))
  })
  return all
}

/** Each day of each named group is what the filter for that name gives, and no other group is there. */
async function expectDaysOf(figures: FigureSource, sellerId: string, group: NamedGroup): Promise<void> {
  const [one, two] = (await figures.group({ sellerId, ...ever }, group, { by: 'redeemed', limit: 2 })).map(
    ({ name }) => name,
  )
  if (one === undefined) return
  const names = two === undefined ? [one] : [one, two]
  const rows = await figures.daily({ sellerId, ...ever }, group, names)
  const filterOf = (name: string) =>
    group === 'coupon_id' ? { couponId: name } : group === 'channel' ? { channel: name } : { shop: name }
  for (const name of names) {
    const days = rows.filter((row) => row.name === name).map((row) => [row.day, shown(row.figures)] as const)
    const isAny = ([, sums]: (typeof days)[number]) => Object.keys(sums).length > 0
    expect(days.filter(isAny)).toEqual(await groupOf(figures, sellerId, { group: 'day', ...filterOf(name) }))
  }
  expect(rows.filter(({ name }) => !names.includes(name))).toEqual([])
}
