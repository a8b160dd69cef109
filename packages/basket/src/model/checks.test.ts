import { describe, expect, test } from 'vitest'
import { offerOf } from '../testing/examples.ts'
import type { BasketLine } from './basket.ts'
import { checkBasket, checkOffer, checkPolicy, type Fault, faultText, maxLines } from './checks.ts'
import type { Benefit, OfferTerms } from './coupon.ts'
import { type ChainPolicy, defaultPolicy } from './policy.ts'

function textsOf(fault: Fault | undefined) {
  return fault && [faultText(fault, 'zh'), faultText(fault, 'en')]
}

const amount = 'it must be a whole number from 0 to 100000000000'

describe('an offer', () => {
  const off: Benefit = { kind: 'off', amountFen: 1 }
  const step: Benefit = { kind: 'step', amountFen: 1 }
  const percent: Benefit = { kind: 'percent', percentToPay: 85 }
  const window = { days: [], fromMinute: 480, toMinute: 720 }
  const faults: readonly (readonly [Benefit, Partial<OfferTerms>, string])[] = [
    [step, { thresholdFen: 0 }, 'thresholdFen is 0: it must be a whole number from 1 to 100000000000'],
    [off, { thresholdFen: -1 }, `thresholdFen is -1: ${amount}`],
    [off, { thresholdFen: 0.5 }, `thresholdFen is 0.5: ${amount}`],
    [{ ...off, amountFen: -1 }, {}, `amountFen is -1: ${amount}`],
    [{ ...off, amountFen: 100_000_000_001 }, {}, `amountFen is 100000000001: ${amount}`],
    [{ kind: 'gift', amountFen: -1 }, {}, `amountFen is -1: ${amount}`],
    [{ ...step, amountFen: -1 }, { thresholdFen: 1 }, `amountFen is -1: ${amount}`],
    [{ ...step, stepMax: 0 }, { thresholdFen: 1 }, 'stepMax is 0: it must be a whole number from 1 to 1000000000000'],
    [{ ...percent, percentToPay: 0 }, {}, 'percentToPay is 0: it must be a whole number from 1 to 99'],
    [{ ...percent, percentToPay: 100 }, {}, 'percentToPay is 100: it must be a whole number from 1 to 99'],
    [{ ...percent, percentToPay: 8.5 }, {}, 'percentToPay is 8.5: it must be a whole number from 1 to 99'],
    [{ ...percent, capFen: -1 }, {}, `capFen is -1: ${amount}`],
    [off, { perOrder: 0 }, 'perOrder is 0: it must be a whole number from 1 to 20'],
    [
      off,
      { windows: [window, { ...window, toMinute: 480 }] },
      'windows[1].toMinute is 480: it must be more than windows[1].fromMinute (480)',
    ],
    [
      off,
      { windows: [{ ...window, toMinute: 1_441 }] },
      'windows[0].toMinute is 1441: it must be a whole number from 1 to 1440',
    ],
    [
      off,
      { windows: [{ ...window, fromMinute: -1 }] },
      'windows[0].fromMinute is -1: it must be a whole number from 0 to 1439',
    ],
  ]

  test.each(faults)('%o with %o is refused: %s', (benefit, terms, text) => {
    expect(textsOf(checkOffer(offerOf(benefit, terms)))?.[1]).toBe(text)
  })

  test.each([
    [off, {}],
    [step, { thresholdFen: 1 }],
    [
      { ...percent, percentToPay: 99, capFen: 0 },
      { windows: [window], perOrder: 20 },
    ],
  ])('%o with %o has no fault', (benefit, terms) => {
    expect(checkOffer(offerOf(benefit, terms))).toBeUndefined()
  })

  test('the texts name field, value and rule in both languages', () => {
    expect(textsOf(checkOffer(offerOf({ ...percent, percentToPay: 100 })))).toEqual([
      'percentToPay 为 100：须是 1 到 99 的整数',
      'percentToPay is 100: it must be a whole number from 1 to 99',
    ])
    expect(textsOf(checkOffer(offerOf(off, { windows: [{ ...window, toMinute: 100 }] })))?.[0]).toBe(
      'windows[0].toMinute 为 100：须大于 windows[0].fromMinute（480）',
    )
  })
})

describe('a basket', () => {
  const line = { lineNo: 1, categories: [], quantityMilli: 1_000, amountFen: 100 }
  const faults: readonly (readonly [Partial<BasketLine>, string])[] = [
    [{ quantityMilli: 0 }, 'lines[0].quantityMilli 为 0：须是 1 到 1000000000000 的整数'],
    [{ quantityMilli: -1_000 }, 'lines[0].quantityMilli 为 -1000：须是 1 到 1000000000000 的整数'],
    [{ amountFen: -1 }, 'lines[0].amountFen 为 -1：须是 0 到 100000000000 的整数'],
    [{ amountFen: Number.NaN }, 'lines[0].amountFen 为 NaN：须是 0 到 100000000000 的整数'],
    [{ insuredFen: -1 }, 'lines[0].insuredFen 为 -1：须是 0 到 100000000000 的整数'],
    [{ insuredFen: 101 }, 'lines[0].insuredFen 为 101：不能大于 lines[0].amountFen（100）'],
    [{ lineNo: -1 }, 'lines[0].lineNo 为 -1：须是 0 到 1000000000000 的整数'],
  ]

  test.each(faults)('%o is refused: %s', (change, text) => {
    expect(textsOf(checkBasket({ lines: [{ ...line, ...change }] }))?.[0]).toBe(text)
  })

  test('two lines with one number are refused', () => {
    const fault = checkBasket({ lines: [line, { ...line, lineNo: 2 }, line] })
    expect(textsOf(fault)).toEqual(['lines[2].lineNo 为 1：不能重复', 'lines[2].lineNo is 1: it must be unique'])
  })

  test(`at most ${maxLines} lines`, () => {
    const lines = (count: number) => Array.from({ length: count }, (_, lineNo) => ({ ...line, lineNo }))
    expect(checkBasket({ lines: lines(maxLines) })).toBeUndefined()
    expect(textsOf(checkBasket({ lines: lines(maxLines + 1) }))?.[0]).toBe('lines.length 为 501：须是 0 到 500 的整数')
  })

  test('none, free and fully insured lines have no fault', () => {
    expect(checkBasket({ lines: [] })).toBeUndefined()
    expect(
      checkBasket({
        lines: [
          { ...line, amountFen: 0 },
          { ...line, lineNo: 0, insuredFen: 100 },
        ],
      }),
    ).toBeUndefined()
  })
})

describe('a policy', () => {
  const faults: readonly (readonly [Partial<ChainPolicy>, string])[] = [
    [{ maxPerOrder: 0 }, 'maxPerOrder is 0: it must be a whole number from 1 to 20'],
    [{ maxPerOrder: 21 }, 'maxPerOrder is 21: it must be a whole number from 1 to 20'],
    [
      { memberDays: { weekdays: [], daysOfMonth: [8, 32] } },
      'memberDays.daysOfMonth[1] is 32: it must be a whole number from 1 to 31',
    ],
    [
      { rulePacks: [{ pack: 'x', version: 0, rules: [] }] },
      'rulePacks[0].version is 0: it must be a whole number from 1 to 1000000000000',
    ],
  ]

  test.each(faults)('%o is refused: %s', (change, text) => {
    expect(textsOf(checkPolicy({ ...defaultPolicy, ...change }))?.[1]).toBe(text)
  })

  test('the one of a new seller has no fault', () => {
    expect(checkPolicy(defaultPolicy)).toBeUndefined()
  })
})
