import type { Rule } from '#domain/coupon/coupon-draft'
import { compareDays, type DateText, isCalendarDay, parseMoment } from '#domain/dates'
import { parseYuan } from '#domain/money'
import type { TemplateKind, TemplateTerms, Validity } from './template.ts'

/** A template as a caller gives it, trimmed, blank texts absent, numbers within the ranges of the definition. */
type RawTemplate = Readonly<{
  couponId: string
  couponName: string
  kind: TemplateKind
  couponAmount?: string | undefined
  orderAmount?: string | undefined
  discountPercent?: number | undefined
  discountCap?: string | undefined
  gift?: string | undefined
  startDate?: string | undefined
  endDate?: string | undefined
  validFromDay?: number | undefined
  validToDay?: number | undefined
  shop?: string | undefined
  category?: string | undefined
  description?: string | undefined
  stockTotal?: number | undefined
  stockPerDay?: number | undefined
  memberTotal?: number | undefined
  memberPerDay?: number | undefined
  claimFrom?: string | undefined
  claimTo?: string | undefined
  stackable?: boolean | undefined
  returnPolicy?: 'same_code' | 'none' | undefined
  returnExtendDays?: number | undefined
  returnMaxCycles?: number | undefined
  notes?: string | undefined
}>

type BrokenTemplate = Readonly<{ kind: 'invalid'; field: keyof RawTemplate; rule: Rule }>
type ParsedTemplate = Readonly<{ kind: 'terms'; terms: TemplateTerms }> | BrokenTemplate

/** Reads a template. The first broken rule is reported. */
export function parseTemplate(raw: RawTemplate): ParsedTemplate {
  const broken: BrokenTemplate[] = []
  const terms = readTerms(raw, (field, rule) => broken.push({ kind: 'invalid', field, rule }))
  return broken[0] ?? { kind: 'terms', terms }
}

type Report = (field: keyof RawTemplate, rule: Rule) => void

const rules = {
  required: { zh: '缺少必填值', en: 'is required' },
  amount: { zh: '应为 0 到 1000000000 元的金额，最多两位小数', en: 'must be an amount in yuan' },
  positive: { zh: '应大于 0', en: 'must be more than 0' },
  threshold: { zh: '不能低于 coupon_amount', en: 'must not be less than coupon_amount' },
  day: { zh: '应为 YYYY-MM-DD 格式的有效日期', en: 'must be a calendar day, YYYY-MM-DD' },
  moment: { zh: '应为 YYYY-MM-DD HH:mm:ss 格式的时间', en: 'must be YYYY-MM-DD HH:mm:ss' },
  order: { zh: '不能早于开始', en: 'must not lie before the start' },
  oneValidity: {
    zh: '固定有效期 (start_date 与 end_date) 与相对有效期 (valid_from_day 与 valid_to_day) 应选其一',
    en: 'give fixed dates or days from the claim',
  },
} as const satisfies Record<string, Rule>

function readTerms(raw: RawTemplate, report: Report): TemplateTerms {
  const { couponId, couponName, kind, shop, category, description, notes } = raw
  const { stockTotal, stockPerDay, memberTotal, memberPerDay } = raw
  return {
    couponId,
    couponName,
    kind,
    ...readValue(raw, report),
    validity: readValidity(raw, report),
    shop,
    category,
    description,
    stockTotal,
    stockPerDay,
    memberTotal,
    memberPerDay,
    ...readWindow(raw, report),
    isStackable: raw.stackable ?? true,
    returnPolicy: {
      kind: raw.returnPolicy === 'none' ? 'none' : 'same-code',
      extendDays: raw.returnExtendDays ?? 0,
      maxCycles: raw.returnMaxCycles,
    },
    notes,
  }
}

type Value = Pick<TemplateTerms, 'couponAmountFen' | 'orderAmountFen' | 'discountPercent' | 'discountCapFen' | 'gift'>

/** The terms that each kind needs: a reduction its amount and threshold, cash its amount, a discount its percent, a gift its name. */
function readValue(raw: RawTemplate, report: Report): Value {
  const { kind, discountPercent, gift } = raw
  const couponAmountFen = readAmount(raw, 'couponAmount', report)
  const orderAmountFen = readAmount(raw, 'orderAmount', report)
  const isMoney = kind === 'full_reduction' || kind === 'cash'
  if (isMoney && raw.couponAmount === undefined) report('couponAmount', rules.required)
  if (isMoney && couponAmountFen === 0) report('couponAmount', rules.positive)
  if (kind === 'full_reduction') {
    if (raw.orderAmount === undefined) report('orderAmount', rules.required)
    if ((orderAmountFen ?? 0) < (couponAmountFen ?? 0)) report('orderAmount', rules.threshold)
  }
  if (kind === 'discount' && discountPercent === undefined) report('discountPercent', rules.required)
  if (kind === 'gift' && gift === undefined) report('gift', rules.required)
  const discountCapFen = readAmount(raw, 'discountCap', report)
  return { couponAmountFen, orderAmountFen, discountPercent, discountCapFen, gift }
}

function readAmount(
  raw: RawTemplate,
  field: 'couponAmount' | 'orderAmount' | 'discountCap',
  report: Report,
): number | undefined {
  const text = raw[field]
  if (text === undefined) return undefined
  const fen = parseYuan(text)
  if (fen === undefined) report(field, rules.amount)
  return fen
}

function readValidity(raw: RawTemplate, report: Report): Validity {
  const { startDate, endDate, validFromDay, validToDay } = raw
  const isFixed = startDate !== undefined || endDate !== undefined
  const isRelative = validFromDay !== undefined || validToDay !== undefined
  if (isFixed === isRelative) report('startDate', rules.oneValidity)
  if (isFixed) return readFixed(raw, report)
  if (validToDay === undefined) report('validToDay', rules.required)
  const relative = { kind: 'relative', fromDay: validFromDay ?? 0, toDay: validToDay ?? 0 } as const
  if (validToDay !== undefined && relative.fromDay > relative.toDay) report('validToDay', rules.order)
  return relative
}

function readFixed(raw: RawTemplate, report: Report): Validity {
  const [startDate, endDate] = [readDay(raw, 'startDate', report), readDay(raw, 'endDate', report)]
  if (compareDays(startDate, endDate) > 0) report('endDate', rules.order)
  return { kind: 'fixed', startDate, endDate }
}

function readDay(raw: RawTemplate, field: 'startDate' | 'endDate', report: Report): DateText {
  const text = raw[field]
  if (text === undefined) report(field, rules.required)
  else if (!isCalendarDay(text)) report(field, rules.day)
  return text ?? ''
}

function readWindow(raw: RawTemplate, report: Report): Pick<TemplateTerms, 'claimFrom' | 'claimTo'> {
  const { claimFrom, claimTo } = raw
  const [from, to] = [claimFrom, claimTo].map((text) => (text === undefined ? undefined : parseMoment(text)))
  if (claimFrom !== undefined && from === undefined) report('claimFrom', rules.moment)
  if (claimTo !== undefined && to === undefined) report('claimTo', rules.moment)
  if (from !== undefined && to !== undefined && from > to) report('claimTo', rules.order)
  return { claimFrom, claimTo }
}
