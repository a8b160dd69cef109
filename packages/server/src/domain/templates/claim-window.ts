import { addDays, compareDays, type DateText, dayOf, parseMoment } from '#domain/dates'
import type { TemplateTerms, Validity } from './template.ts'
import type { TemplateRefusal } from './template-store.ts'

/**
 * Whether a template can be claimed from at a moment: within its window, both seconds included, and not after the last
 * usable day of fixed dates.
 */
export function checkWindow(terms: TemplateTerms, nowMs: number): TemplateRefusal | undefined {
  const { claimFrom, claimTo, validity } = terms
  const fromMs = claimFrom === undefined ? undefined : parseMoment(claimFrom)
  const toMs = claimTo === undefined ? undefined : parseMoment(claimTo)
  const isEarly = fromMs !== undefined && nowMs < fromMs
  const isLate = toMs !== undefined && nowMs >= toMs + 1000
  if (isEarly || isLate) return { kind: 'claim-not-open', from: claimFrom, to: claimTo }
  const isPast = validity.kind === 'fixed' && compareDays(dayOf(nowMs), validity.endDate) > 0
  return isPast ? { kind: 'claim-not-open', from: claimFrom, to: `${validity.endDate} 23:59:59` } : undefined
}

/** First and last usable day of a coupon that is claimed on a day. */
export function usableDays(validity: Validity, today: DateText): Readonly<{ startDate: DateText; endDate: DateText }> {
  if (validity.kind === 'fixed') return { startDate: validity.startDate, endDate: validity.endDate }
  return { startDate: addDays(today, validity.fromDay), endDate: addDays(today, validity.toDay) }
}
