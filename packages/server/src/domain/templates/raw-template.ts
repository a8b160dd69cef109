import type { Rule } from '#domain/rule'
import type { TemplateKind } from './template.ts'

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
