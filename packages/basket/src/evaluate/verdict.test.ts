import { describe, expect, test } from 'vitest'
import type { Answer } from '../model/answer.ts'
import type { BasketCoupon, OfferTerms } from '../model/coupon.ts'
import { type ChainPolicy, defaultPolicy } from '../model/policy.ts'
import { basketOf, couponOf, fen, off, percent, wednesdayMs } from '../testing/examples.ts'
import { evaluateBasket } from './evaluate-basket.ts'

function evaluate(coupons: readonly BasketCoupon[], policy: Partial<ChainPolicy> = {}): Answer {
  return evaluateBasket(basketOf(100, 100), coupons, { ...defaultPolicy, ...policy })
}

function reasonsOf({ verdicts }: Answer, code: string) {
  return verdicts.find(({ couponCode }) => couponCode === code)?.reasons
}

describe('a usable coupon outside of the best names what is in the way and what it would cost to use it', () => {
  test('another coupon of its group', () => {
    const answer = evaluate([{ ...off('a', [0, 20], { group: 'g' }), name: '减20' }, off('b', [0, 15], { group: 'g' })])
    expect(reasonsOf(answer, 'b')).toEqual([
      { code: 'GROUP', besideCode: 'a', besideName: '减20' },
      { code: 'WORSE', lessFen: 500, exact: true },
    ])
  })

  test('the one percent coupon', () => {
    const answer = evaluate([percent('a', 80), percent('b', 90)])
    expect(reasonsOf(answer, 'b')).toMatchObject([
      { code: 'GROUP', besideCode: 'a' },
      { code: 'WORSE', lessFen: 2_000 },
    ])
  })

  test('coupons of its template', () => {
    const terms = { perOrder: 2 }
    const answer = evaluate(['a', 'b', 'c'].map((code) => ({ ...off(code, [0, 10], terms), templateId: 't' })))
    expect(answer.best.codes).toEqual(['a', 'b'])
    expect(reasonsOf(answer, 'c')).toMatchObject([
      { code: 'MAX_PER_ORDER', max: 2 },
      { code: 'WORSE', lessFen: 0 },
    ])
  })

  test('a full order', () => {
    const answer = evaluate([off('a', [0, 10]), off('b', [0, 9]), off('c', [0, 8])], { maxPerOrder: 2 })
    expect(reasonsOf(answer, 'c')).toMatchObject([
      { code: 'MAX_PER_ORDER', max: 2 },
      { code: 'WORSE', lessFen: 100 },
    ])
  })

  test('itself, used alone; and the best, used alone', () => {
    const alone = off('alone', [0, 30], { isAlone: true })
    expect(reasonsOf(evaluate([alone, off('a', [0, 40])]), 'alone')).toEqual([
      { code: 'ALONE', aloneCode: 'alone' },
      { code: 'WORSE', lessFen: 1_000, exact: true },
    ])
    expect(reasonsOf(evaluate([alone, off('a', [0, 20])]), 'a')).toMatchObject([{ code: 'ALONE' }, { code: 'WORSE' }])
  })

  test('nothing but lines that ran out', () => {
    const answer = evaluate([off('a', [0, 200]), off('b', [0, 50])])
    expect(answer.best.codes).toEqual(['a'])
    expect(reasonsOf(answer, 'b')).toEqual([{ code: 'WORSE', lessFen: 15_000, exact: true }])
  })
})

test('a coupon of the best tells what it takes, wastes and adds; others what they would take alone', () => {
  const { verdicts } = evaluate([
    off('a', [0, 190]),
    off('b', [0, 20], { layer: 1 }),
    off('c', [0, 5], { isAlone: true }),
  ])
  expect(verdicts).toMatchObject([
    { couponCode: 'a', offFen: 19_000, wasteFen: 0, addsFen: 18_000, byLine: [{ fen: 9_500 }, { fen: 9_500 }] },
    { couponCode: 'b', offFen: 1_000, wasteFen: 1_000, addsFen: 1_000, byLine: [{ fen: 500 }, { fen: 500 }] },
    { couponCode: 'c', offFen: 500, wasteFen: 0, addsFen: 0, byLine: [{ fen: 250 }, { fen: 250 }] },
  ])
})

describe('gifts', () => {
  const gift = (code: string, terms: Partial<OfferTerms> = {}): BasketCoupon =>
    couponOf(code, { kind: 'gift', amountFen: 990 }, terms)

  test('take no place, reduce nothing and are listed apart', () => {
    const answer = evaluate([gift('g'), off('a', [0, 10])], { maxPerOrder: 1 })
    expect(answer.best).toMatchObject({ codes: ['a'], offFen: 1_000 })
    expect(answer.gifts).toEqual([{ code: 'g', valueFen: 990 }])
    expect(answer.verdicts[0]).toMatchObject({ usable: true, reasons: [], offFen: 0 })
  })

  test('need their threshold', () => {
    const answer = evaluate([gift('g', { thresholdFen: fen(201) })])
    expect(answer.gifts).toEqual([])
    expect(reasonsOf(answer, 'g')).toEqual([{ code: 'SHORT', eligibleFen: 20_000, missingFen: 100 }])
  })

  test('obey groups and coupons that are used alone', () => {
    expect(reasonsOf(evaluate([gift('g', { group: 'x' }), off('a', [0, 10], { group: 'x' })]), 'g')).toMatchObject([
      { code: 'GROUP', besideCode: 'a' },
    ])
    const alone = evaluate([gift('g', { isAlone: true }), gift('h'), off('a', [0, 10])])
    expect(reasonsOf(alone, 'g')).toEqual([{ code: 'ALONE', aloneCode: 'g' }])
    expect(alone.gifts).toEqual([{ code: 'h', valueFen: 990 }])
  })

  test('one of a template: the one that ends first', () => {
    const answer = evaluate([
      { ...gift('g'), templateId: 't' },
      { ...gift('h'), templateId: 't', endDate: '2026-12-01' },
    ])
    expect(answer.gifts).toEqual([{ code: 'h', valueFen: 990 }])
    expect(reasonsOf(answer, 'g')).toEqual([{ code: 'MAX_PER_ORDER', max: 1 }])
  })
})

describe('the answer holds', () => {
  const minute = 60_000
  const noon = Date.parse('2026-11-25T03:55:00Z')
  const beforeMidnight = Date.parse('2026-11-25T15:58:00Z')
  const window = { days: [3 as const], fromMinute: 480, toMinute: 720 }
  const hold = { kind: 'held' as const, orderId: 'o', untilMs: noon + 2 * minute }

  test.each([
    { name: 'ten minutes', atMs: noon, minutes: 10, coupon: off('c', [0, 1]) },
    { name: 'until a window ends', atMs: noon, minutes: 5, coupon: off('c', [0, 1], { windows: [window] }) },
    {
      name: 'ten minutes from the moment at which a window ends',
      atMs: noon + 5 * minute,
      minutes: 10,
      coupon: off('c', [0, 1], { windows: [window] }),
    },
    { name: 'until a hold ends', atMs: noon, minutes: 2, coupon: { ...off('c', [0, 1]), state: hold } },
    {
      name: 'over midnight',
      atMs: beforeMidnight,
      minutes: 10,
      coupon: { ...off('c', [0, 1]), endDate: '2026-11-26' },
    },
    {
      name: 'until the last day ends',
      atMs: beforeMidnight,
      minutes: 2,
      coupon: { ...off('c', [0, 1]), endDate: '2026-11-25' },
    },
    {
      name: 'until the first day begins',
      atMs: beforeMidnight,
      minutes: 2,
      coupon: { ...off('c', [0, 1]), startDate: '2026-11-26' },
    },
    {
      name: 'until a member day may end',
      atMs: beforeMidnight,
      minutes: 2,
      coupon: off('c', [0, 1], { who: { memberDayOnly: true } }),
    },
  ])('$name', ({ atMs, minutes, coupon }) => {
    const answer = evaluateBasket({ ...basketOf(100), atMs }, [coupon], defaultPolicy)
    expect(answer.validUntilMs).toBe(atMs + minutes * minute)
  })

  test('ten minutes without coupons', () => {
    expect(evaluate([]).validUntilMs).toBe(wednesdayMs + 10 * minute)
  })
})

describe('coupons whose worth only their issuer knows', () => {
  const unknown = (code: string, terms: Partial<OfferTerms> = {}) => couponOf(code, { kind: 'unknown' }, terms)

  test('are usable, take nothing, and are judged like others', () => {
    const { verdicts, best } = evaluate([unknown('u'), unknown('short', { thresholdFen: 100_000 }), off('a', [0, 40])])
    expect(verdicts).toMatchObject([
      { couponCode: 'u', usable: true, reasons: [], offFen: 0 },
      { couponCode: 'short', usable: false, reasons: [{ code: 'SHORT' }] },
      { couponCode: 'a', usable: true, reasons: [] },
    ])
    expect(best.codes).toEqual(['a'])
  })

  test('are not beside a coupon that is used alone, nor beyond the places of an order', () => {
    expect(reasonsOf(evaluate([unknown('u'), off('a', [0, 40], { isAlone: true })]), 'u')).toMatchObject([
      { code: 'ALONE', aloneCode: 'a' },
    ])
    expect(reasonsOf(evaluate([unknown('u'), off('a', [0, 40])], { maxPerOrder: 1 }), 'u')).toMatchObject([
      { code: 'MAX_PER_ORDER', max: 1 },
    ])
  })
})
