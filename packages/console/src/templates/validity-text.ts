import { shortRange } from '../design/days.ts'
import { defineTexts, type Language, textsIn } from '../language/texts.ts'
import type { Template } from './template-types.ts'

const texts = defineTexts({
  days: { zh: (count: number) => `领取后 ${count} 天`, en: (count) => `${count} days from claim` },
  later: {
    zh: (from: number, count: number) => `第 ${from} 天起 ${count} 天`,
    en: (from, count) => `${count} days from day ${from}`,
  },
})

/** The validity of a template as lists show it. */
export function validityText(template: Partial<Template>, language: Language, today: string): string {
  const t = textsIn(texts, language)
  const { startDate, endDate, validFromDay = 0, validToDay } = template
  if (validToDay !== undefined) {
    const count = validToDay - validFromDay + 1
    return validFromDay === 0 ? t.days(count) : t.later(validFromDay, count)
  }
  return startDate === undefined || endDate === undefined ? '' : shortRange(startDate, endDate, today)
}
