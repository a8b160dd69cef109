import type { Language, Texts } from '../reasons/texts.ts'

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
export function checkFen(field: string, value: number | undefined, min = 0): Fault | undefined {
  return value === undefined ? undefined : checkWhole(field, value, [min, maxFen])
}

/** The first of several checks that found a fault. */
export function firstFault(faults: readonly (Fault | undefined)[]): Fault | undefined {
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
