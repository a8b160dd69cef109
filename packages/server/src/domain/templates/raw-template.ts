import { type TemplateListName, templateListNames } from '@yaoquan/api/words'
import { listOf, ruleForList } from '#domain/comma-list'
import type { Rule } from '#domain/rule'
import type { TemplateKind, TemplateTerms } from './template.ts'

/** A template as a caller gives it, trimmed, blank texts absent, numbers within the ranges of the definition. */
export type RawTemplate = Readonly<{
  couponId: string
  couponName: string
  kind: TemplateKind
  couponAmount?: string | undefined
  orderAmount?: string | undefined
  stepMax?: number | undefined
  discountPercent?: number | undefined
  discountCap?: string | undefined
  gift?: string | undefined
  startDate?: string | undefined
  endDate?: string | undefined
  validFromDay?: number | undefined
  validToDay?: number | undefined
  shop?: string | undefined
  category?: string | undefined
  goods?: string | undefined
  excludeCategory?: string | undefined
  excludeGoods?: string | undefined
  excludeTags?: string | undefined
  channels?: string | undefined
  weekdays?: string | undefined
  hours?: string | undefined
  memberLevels?: string | undefined
  memberTags?: string | undefined
  memberDayOnly?: boolean | undefined
  description?: string | undefined
  stockTotal?: number | undefined
  stockPerDay?: number | undefined
  memberTotal?: number | undefined
  memberPerDay?: number | undefined
  claimFrom?: string | undefined
  claimTo?: string | undefined
  stackable?: boolean | undefined
  layer?: number | undefined
  stackGroup?: string | undefined
  perOrder?: number | undefined
  returnPolicy?: 'same_code' | 'none' | undefined
  returnExtendDays?: number | undefined
  returnMaxCycles?: number | undefined
  returnSplit?: 'keep' | 'recompute' | undefined
  costBearer?: string | undefined
  state?: 'draft' | 'published' | undefined
  publishAt?: string | undefined
  notes?: string | undefined
}>

/** Reports that a field breaks a rule; the first report counts. */
export type Report = (field: keyof RawTemplate, rule: Rule) => void

type Scope = Pick<TemplateTerms, TemplateListName | 'isMemberDayOnly'>

const rules = {
  noMember: { zh: '逗号之间没有内容', en: 'has nothing between its commas' },
  weekdays: { zh: '应为 1（周一）到 7（周日），逗号分隔', en: 'must be 1 (Monday) to 7 (Sunday), comma-separated' },
  hours: {
    zh: '应为 HH:mm-HH:mm，00:00 到 24:00，开始早于结束，逗号分隔；跨零点写成两段，如 22:00-24:00,00:00-02:00',
    en: 'must be HH:mm-HH:mm from 00:00 to 24:00, the start before the end, comma-separated; past midnight as two: 22:00-24:00,00:00-02:00',
  },
} as const satisfies Record<string, Rule>

/** Reads where, when and by whom a coupon is usable. Lists are kept as given. */
export function readScope(raw: RawTemplate, report: Report): Scope {
  for (const name of templateListNames) {
    const list = raw[name]
    // A list without members would limit to nothing, or to everything, depending on who reads it.
    if (list !== undefined && listOf(list).length === 0) report(name, rules.noMember)
    const separators = list === undefined ? undefined : ruleForList(list)
    if (separators !== undefined) report(name, separators)
  }
  if (!listOf(raw.weekdays ?? '').every((day) => /^[1-7]$/.test(day))) report('weekdays', rules.weekdays)
  if (!listOf(raw.hours ?? '').every((span) => parseHours(span) !== undefined)) report('hours', rules.hours)
  const { shop, category, goods, excludeCategory, excludeGoods, excludeTags, channels, weekdays, hours } = raw
  const { memberLevels, memberTags, memberDayOnly: isMemberDayOnly = false } = raw
  const scope = { shop, category, goods, excludeCategory, excludeGoods, excludeTags }
  return { ...scope, channels, weekdays, hours, memberLevels, memberTags, isMemberDayOnly }
}

/** Times of a day, without the end: `HH:mm`, which compare as texts. */
type Hours = Readonly<{ from: string; to: string }>

/** @returns undefined for a text that is no span of hours */
export function parseHours(text: string): Hours | undefined {
  const [, from, to] = /^(\d\d:[0-5]\d)-(\d\d:[0-5]\d)$/.exec(text) ?? []
  if (from === undefined || to === undefined || from >= to || to > '24:00') return undefined
  return { from, to }
}
