import { describe, expect, test } from 'vitest'
import type { Basket } from '../model/basket.ts'
import type { BasketCoupon, BasketCouponState, OfferTerms } from '../model/coupon.ts'
import { type ChainPolicy, defaultPolicy } from '../model/policy.ts'
import { basketOf, couponOf, fen, inCategories, off, wednesdayMs } from '../testing/examples.ts'
import { judgeCoupon } from './judge-coupon.ts'
import { prepareBasket } from './prepare-basket.ts'

function codesOf(coupon: BasketCoupon, basket: Partial<Basket>, policy: Partial<ChainPolicy> = {}): readonly string[] {
  const prepared = prepareBasket({ ...basketOf(100), ...basket }, { ...defaultPolicy, ...policy })
  return judgeCoupon(coupon, prepared).reasons.map(({ code }) => code)
}

const hour = 3_600_000

describe('state and dates', () => {
  const states: readonly (readonly [BasketCouponState, readonly string[], string])[] = [
    [{ kind: 'unused' }, [], 'free'],
    [{ kind: 'used', orderId: 'o1', atMs: 0 }, ['USED_BY'], 'used'],
    [{ kind: 'void' }, ['VOID'], 'void'],
    [{ kind: 'held', orderId: 'o1', untilMs: wednesdayMs + hour }, ['HELD_BY'], 'held by another order'],
    [{ kind: 'held', orderId: 'mine', untilMs: wednesdayMs + hour }, [], 'held by the own order'],
    [{ kind: 'held', orderId: 'o1', untilMs: wednesdayMs }, [], 'a hold that ended'],
  ]
  test.each(states)('%o is %o: %s', (state, codes) => {
    expect(codesOf({ ...off('c', [0, 1]), state }, { orderId: 'mine' })).toEqual(codes)
  })

  test.each([
    { startDate: '2026-11-26', codes: ['NOT_STARTED'] },
    { startDate: '2026-11-25', codes: [] },
    { endDate: '2026-11-24', codes: ['EXPIRED'] },
    { endDate: '2026-11-25', codes: [] },
  ])('on 2026-11-25 a coupon with $startDate and $endDate is $codes', ({ codes, ...dates }) => {
    expect(codesOf({ ...off('c', [0, 1]), ...dates }, {})).toEqual(codes)
  })

  test('the order that holds a coupon may use it after its last day, until the hold ends', () => {
    const coupon = { ...off('c', [0, 1]), endDate: '2026-11-24' }
    const held = (untilMs: number) => ({ ...coupon, state: { kind: 'held' as const, orderId: 'mine', untilMs } })
    expect(codesOf(held(wednesdayMs + 1), { orderId: 'mine' })).toEqual([])
    expect(codesOf(held(wednesdayMs), { orderId: 'mine' })).toEqual(['EXPIRED'])
  })
})

describe('shop, channel, hours and members', () => {
  const rows: readonly (readonly [Partial<OfferTerms>, Partial<Basket>, readonly string[]])[] = [
    [{ shops: ['01'] }, { shop: '01' }, []],
    [{ shops: ['01'] }, { shop: '1' }, ['SHOP']],
    [{ shops: ['01'] }, {}, []],
    [{ channels: ['app'] }, { channel: 'app' }, []],
    [{ channels: ['app'] }, { channel: 'till' }, ['CHANNEL']],
    [{ channels: ['app'] }, {}, ['CHANNEL']],
    [{ who: { levels: ['gold'] } }, { member: { level: 'gold' } }, []],
    [{ who: { levels: ['gold'] } }, { member: { level: 'silver' } }, ['LEVEL']],
    [{ who: { levels: ['gold'] } }, {}, ['LEVEL']],
    [{ who: { tags: ['diabetes', 'new'] } }, { member: { tags: ['new'] } }, []],
    [{ who: { tags: ['diabetes'] } }, { member: { tags: ['new'] } }, ['LEVEL']],
    [{ who: { levels: ['gold'], tags: ['new'] } }, { member: { level: 'gold' } }, ['LEVEL']],
    [{ windows: [{ days: [3], fromMinute: 600, toMinute: 601 }] }, {}, []],
    [{ windows: [{ days: [3], fromMinute: 601, toMinute: 1_440 }] }, {}, ['WINDOW']],
    [{ windows: [{ days: [3], fromMinute: 0, toMinute: 600 }] }, {}, ['WINDOW']],
    [{ windows: [{ days: [1, 2, 4, 5, 6, 7], fromMinute: 0, toMinute: 1_440 }] }, {}, ['WINDOW']],
    [
      {
        windows: [
          { days: [1], fromMinute: 0, toMinute: 1_440 },
          { days: [], fromMinute: 0, toMinute: 720 },
        ],
      },
      {},
      [],
    ],
  ]
  test.each(rows)('%o on %o is %o', (terms, basket, codes) => {
    expect(codesOf(off('c', [0, 1], terms), basket)).toEqual(codes)
  })

  test.each([
    { memberDays: { weekdays: [3] as const, daysOfMonth: [] }, codes: [] },
    { memberDays: { weekdays: [], daysOfMonth: [25] }, codes: [] },
    { memberDays: { weekdays: [4] as const, daysOfMonth: [8] }, codes: ['MEMBER_DAY'] },
    { memberDays: { weekdays: [], daysOfMonth: [] }, codes: ['MEMBER_DAY'] },
  ])('for member days only, with $memberDays on Wednesday the 25th: $codes', ({ memberDays, codes }) => {
    expect(codesOf(off('c', [0, 1], { who: { memberDayOnly: true } }), {}, { memberDays })).toEqual(codes)
  })

  test('lists every reason', () => {
    const terms = { shops: ['01'], channels: ['app'], thresholdFen: fen(200) }
    const coupon = { ...off('c', [0, 1], terms), endDate: '2026-01-01' }
    expect(codesOf(coupon, { shop: '02' })).toEqual(['EXPIRED', 'SHOP', 'CHANNEL', 'SHORT'])
  })
})

describe('amounts', () => {
  const rxPack = {
    pack: 'rx-excluded',
    version: 2,
    rules: [
      { rule: 'rx', drugClasses: ['rx' as const] },
      { rule: 'near', tags: ['near_expiry'] },
    ],
  }
  const policy = { rulePacks: [rxPack] }

  test('nothing in scope', () => {
    expect(codesOf(off('c', [0, 1], inCategories('1')), {})).toEqual(['NO_SCOPE'])
  })

  test.each([
    { line: { drugClass: 'rx' as const }, codes: ['EXCLUDED_RX'] },
    { line: { tags: ['near_expiry'] }, codes: ['EXCLUDED_SPECIAL'] },
    { line: { isDiscountable: false }, codes: ['EXCLUDED_SPECIAL'] },
    { line: { insuredFen: 1 }, codes: ['EXCLUDED_INSURED'] },
  ])('$line alone is $codes, also without a threshold', ({ line, codes }) => {
    for (const threshold of [0, 50]) {
      expect(codesOf(off('c', [threshold, 1]), basketOf({ yuan: 100, ...line }), policy)).toEqual(codes)
    }
  })

  test('an exclusion keeps pack, version and rule', () => {
    const basket = basketOf({ yuan: 100, drugClass: 'rx', tags: ['near_expiry'] }, { yuan: 5, tags: ['near_expiry'] })
    const prepared = prepareBasket(basket, { ...defaultPolicy, ...policy })
    expect(judgeCoupon(off('c', [0, 1]), prepared).exclusions).toEqual([
      { lineNo: 1, excludedFen: 10_000, by: 'rule', pack: 'rx-excluded', version: 2, rule: 'rx', drugClass: 'rx' },
      { lineNo: 2, excludedFen: 500, by: 'rule', pack: 'rx-excluded', version: 2, rule: 'near' },
    ])
  })

  test('exclusions outside of the scope are no reason', () => {
    const basket = basketOf({ yuan: 100, drugClass: 'rx' }, { yuan: 5, categories: ['1'] })
    expect(codesOf(off('c', [10, 1], inCategories('1')), basket, policy)).toEqual(['SHORT'])
  })

  test('free goods leave nothing to reduce', () => {
    expect(codesOf(off('c', [0, 1]), basketOf(0))).toEqual(['NO_EFFECT'])
    expect(codesOf(off('c', [1, 1]), basketOf(0))).toEqual(['SHORT'])
  })

  test('a percentage that rounds to nothing has no effect', () => {
    const coupon = couponOf('c', { kind: 'percent', percentToPay: 99 })
    expect(codesOf(coupon, basketOf(0.01))).toEqual(['NO_EFFECT'])
  })

  test('a line that insurance pays in full counts under `include`, and gives nothing', () => {
    const basket = basketOf({ yuan: 100, insuredFen: fen(100) })
    expect(codesOf(off('c', [100, 1]), basket, { insured: 'include' })).toEqual(['NO_EFFECT'])
    const beside = basketOf({ yuan: 100, insuredFen: fen(100) }, 5)
    expect(codesOf(off('c', [100, 1]), beside, { insured: 'include' })).toEqual([])
  })

  test('a coupon is usable whose threshold equals the basket', () => {
    expect(codesOf(off('c', [100, 100]), basketOf(100))).toEqual([])
  })
})
