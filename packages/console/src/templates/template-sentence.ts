import { shortRange } from '../design/days.ts'
import { defineTexts, type Language, textsIn } from '../language/texts.ts'
import { ruleText } from '../terms/rule-text.ts'
import { type TermNames, termsLines } from '../terms/terms-lines.ts'
import type { Template } from './use-templates.ts'

const texts = defineTexts({
  fixed: {
    zh: (from: string, to: string) => `${from} 至 ${to} 可用`,
    en: (from, to) => `usable from ${from} to ${to}`,
  },
  relative: {
    zh: (from: number, count: number) =>
      from === 0 ? `领取当天起 ${count} 天内可用` : `领取后第 ${from} 天起 ${count} 天内可用`,
    en: (from, count) =>
      from === 0
        ? `usable for ${count} days from the claim`
        : `usable for ${count} days, from day ${from} after the claim`,
  },
  claim: {
    zh: (from: string, to: string) => `${from} 至 ${to} 可领`,
    en: (from, to) => `claimed from ${from} to ${to}`,
  },
  stock: { zh: (count: number) => `共 ${count} 张`, en: (count) => `${count} in all` },
  perDay: { zh: (count: number) => `每天 ${count} 张`, en: (count) => `${count} a day` },
  member: { zh: (count: number) => `每人限领 ${count} 张`, en: (count) => `${count} per member` },
  memberPerDay: { zh: (count: number) => `每人每天 ${count} 张`, en: (count) => `${count} per member and day` },
  extend: { zh: (days: number) => `退回后延长 ${days} 天`, en: (days) => `a return adds ${days} days` },
  anytime: { zh: '随时', en: 'any time' },
})

/** A template as one sentence: what it takes off, when, where, on what, by whom, how many. */
export function templateSentence(template: Partial<Template>, language: Language, names?: TermNames): string {
  const t = textsIn(texts, language)
  const { startDate, endDate, validFromDay = 0, validToDay, claimFrom, claimTo } = template
  const clauses = [
    ruleText(template, language),
    startDate !== undefined && endDate !== undefined ? t.fixed(startDate, endDate) : '',
    validToDay === undefined ? '' : t.relative(validFromDay, validToDay - validFromDay + 1),
    ...termsLines(template, language, names).map(
      ([name, value]) => `${name}${language === 'zh' ? '：' : ': '}${value}`,
    ),
    claimFrom === undefined && claimTo === undefined
      ? ''
      : t.claim(claimFrom?.slice(0, 16) ?? t.anytime, claimTo?.slice(0, 16) ?? t.anytime),
    template.stockTotal === undefined ? '' : t.stock(template.stockTotal),
    template.stockPerDay === undefined ? '' : t.perDay(template.stockPerDay),
    template.memberTotal === undefined ? '' : t.member(template.memberTotal),
    template.memberPerDay === undefined ? '' : t.memberPerDay(template.memberPerDay),
    (template.returnExtendDays ?? 0) > 0 ? t.extend(template.returnExtendDays ?? 0) : '',
  ].filter((clause) => clause !== '')
  if (clauses.length === 0) return ''
  return clauses.join(language === 'zh' ? '，' : ', ') + (language === 'zh' ? '。' : '.')
}

const validityTexts = defineTexts({
  days: { zh: (count: number) => `领取后 ${count} 天`, en: (count) => `${count} days from claim` },
  later: {
    zh: (from: number, count: number) => `第 ${from} 天起 ${count} 天`,
    en: (from, count) => `${count} days from day ${from}`,
  },
})

/** The validity of a template as lists show it. */
export function validityText(template: Partial<Template>, language: Language, today: string): string {
  const t = textsIn(validityTexts, language)
  const { startDate, endDate, validFromDay = 0, validToDay } = template
  if (validToDay !== undefined) {
    const count = validToDay - validFromDay + 1
    return validFromDay === 0 ? t.days(count) : t.later(validFromDay, count)
  }
  return startDate === undefined || endDate === undefined ? '' : shortRange(startDate, endDate, today)
}
