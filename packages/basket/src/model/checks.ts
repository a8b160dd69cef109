import type { Basket, BasketLine } from './basket.ts'
import type { Benefit, Offer, UsageWindow } from './coupon.ts'
import type { ChainPolicy } from './policy.ts'
import type { Language, Texts } from './reason-text.ts'

/** Most lines of a basket: bounds the work of a call, and keeps sums in the range of exact integers. */
export const maxLines = 500

/** @returns the first fault of a basket that is sent, with fields such as `lines[0].amountFen`; undefined if it has none */
export function checkBasket({ lines }: Pick<Basket, 'lines'>): Fault | undefined {
  const seen = new Set<number>()
  for (const [index, line] of lines.entries()) {
    const path = `lines[${index}]`
    const fault = checkLine(line, path)
    if (fault !== undefined) return fault
    if (seen.has(line.lineNo)) return { field: `${path}.lineNo`, value: line.lineNo, rule: { kind: 'unique' } }
    seen.add(line.lineNo)
  }
  return checkWhole('lines.length', lines.length, [0, maxLines])
}

function checkLine(line: BasketLine, path: string): Fault | undefined {
  return (
    checkWhole(`${path}.lineNo`, line.lineNo, [0, maxCount]) ??
    checkWhole(`${path}.quantityMilli`, line.quantityMilli, [1, maxCount]) ??
    checkFen(`${path}.amountFen`, line.amountFen) ??
    checkFen(`${path}.insuredFen`, line.insuredFen) ??
    checkInsured(line, path)
  )
}

function checkInsured({ amountFen, insuredFen = 0 }: BasketLine, path: string): Fault | undefined {
  if (insuredFen <= amountFen) return undefined
  const rule = { kind: 'at-most', other: `${path}.amountFen`, otherValue: amountFen } as const
  return { field: `${path}.insuredFen`, value: insuredFen, rule }
}

/** @returns the first fault of an offer that is saved; undefined if it has none */
export function checkOffer(offer: Offer): Fault | undefined {
  return (
    checkFen('thresholdFen', offer.thresholdFen, offer.kind === 'step' ? 1 : 0) ??
    checkBenefit(offer) ??
    checkWhole('layer', offer.layer, [0, 2]) ??
    checkWhole('perOrder', offer.perOrder ?? 1, [1, maxCoupons]) ??
    firstFault(offer.windows.map((window, index) => checkWindow(window, `windows[${index}]`)))
  )
}

function checkBenefit(benefit: Benefit): Fault | undefined {
  switch (benefit.kind) {
    case 'percent':
      return checkWhole('percentToPay', benefit.percentToPay, [1, 99]) ?? checkFen('capFen', benefit.capFen)
    case 'step':
      return checkFen('amountFen', benefit.amountFen) ?? checkWhole('stepMax', benefit.stepMax ?? 1, [1, maxCount])
    case 'off':
    case 'gift':
      return checkFen('amountFen', benefit.amountFen)
    case 'unknown':
      return undefined
  }
}

function checkWindow({ days, fromMinute, toMinute }: UsageWindow, path: string): Fault | undefined {
  return (
    firstFault(days.map((day, index) => checkWhole(`${path}.days[${index}]`, day, [1, 7]))) ??
    checkWhole(`${path}.fromMinute`, fromMinute, [0, 1_439]) ??
    checkWhole(`${path}.toMinute`, toMinute, [1, 1_440]) ??
    checkEnd({ fromMinute, toMinute }, path)
  )
}

function checkEnd({ fromMinute, toMinute }: Omit<UsageWindow, 'days'>, path: string): Fault | undefined {
  if (toMinute > fromMinute) return undefined
  const rule = { kind: 'above', other: `${path}.fromMinute`, otherValue: fromMinute } as const
  return { field: `${path}.toMinute`, value: toMinute, rule }
}

/** Most coupons on an order, whatever a policy or an offer says. */
export const maxCoupons = 20

/** @returns the first fault of a policy that is saved; undefined if it has none */
export function checkPolicy({ maxPerOrder, memberDays, rulePacks }: ChainPolicy): Fault | undefined {
  const { weekdays, daysOfMonth } = memberDays
  return firstFault([
    checkWhole('maxPerOrder', maxPerOrder, [1, maxCoupons]),
    ...weekdays.map((day, index) => checkWhole(`memberDays.weekdays[${index}]`, day, [1, 7])),
    ...daysOfMonth.map((day, index) => checkWhole(`memberDays.daysOfMonth[${index}]`, day, [1, 31])),
    ...rulePacks.map(({ version }, index) => checkWhole(`rulePacks[${index}].version`, version, [1, maxCount])),
  ])
}

/** What is wrong with an input: the field as a path, its value, and the rule that it breaks. */
export type Fault = Readonly<{ field: string; value: number; rule: FaultRule }>

export type FaultRule =
  | Readonly<{ kind: 'whole-number'; min: number; max: number }>
  | Readonly<{ kind: 'unique' }>
  | Readonly<{ kind: 'known-line' }>
  | Readonly<{ kind: 'at-most'; other: string; otherValue: number }>
  | Readonly<{ kind: 'above'; other: string; otherValue: number }>

/** A fault in words: field, value and rule. */
export function faultText({ field, value, rule }: Fault, language: Language): string {
  const text = ruleTexts(rule)[language]
  return language === 'zh' ? `${field} 为 ${value}：${text}` : `${field} is ${value}: ${text}`
}

/** 10^9 yuan, the largest amount of a coupon or a line. */
export const maxFen = 100_000_000_000

/** The largest number of anything else. */
export const maxCount = 1_000_000_000_000

/** @returns a fault unless the value is a whole number of the range */
export function checkWhole(field: string, value: number, [min, max]: readonly [number, number]): Fault | undefined {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return undefined
  return { field, value, rule: { kind: 'whole-number', min, max } }
}

/** @returns a fault unless the value is an amount in fen, or absent */
function checkFen(field: string, value: number | undefined, min = 0): Fault | undefined {
  return value === undefined ? undefined : checkWhole(field, value, [min, maxFen])
}

/** The first of several checks that found a fault. */
function firstFault(faults: readonly (Fault | undefined)[]): Fault | undefined {
  return faults.find((fault) => fault !== undefined)
}

function ruleTexts(rule: FaultRule): Texts {
  switch (rule.kind) {
    case 'whole-number':
      return {
        zh: `须是 ${rule.min} 到 ${rule.max} 的整数`,
        en: `it must be a whole number from ${rule.min} to ${rule.max}`,
      }
    case 'unique':
      return { zh: '不能重复', en: 'it must be unique' }
    case 'known-line':
      return { zh: '订单没有这一行', en: 'the order has no such line' }
    case 'at-most':
      return {
        zh: `不能大于 ${rule.other}（${rule.otherValue}）`,
        en: `it must not be more than ${rule.other} (${rule.otherValue})`,
      }
    case 'above':
      return {
        zh: `须大于 ${rule.other}（${rule.otherValue}）`,
        en: `it must be more than ${rule.other} (${rule.otherValue})`,
      }
  }
}
