import { compareDays, type DateText, isCalendarDay, parseMoment } from '#domain/dates'
import type { Rule } from '#domain/rule'
import { readWorth } from './parse-worth.ts'
import { type RawTemplate, type Report, readScope } from './raw-template.ts'
import { defaultLayer, type TemplateTerms, type Validity } from './template.ts'

type BrokenTemplate = Readonly<{ kind: 'invalid'; field: keyof RawTemplate; rule: Rule }>
type ParsedTemplate = Readonly<{ kind: 'terms'; terms: TemplateTerms }> | BrokenTemplate

/** Reads a template. The first broken rule is reported. */
export function parseTemplate(raw: RawTemplate): ParsedTemplate {
  const broken: BrokenTemplate[] = []
  const terms = readTerms(raw, (field, rule) => broken.push({ kind: 'invalid', field, rule }))
  return broken[0] ?? { kind: 'terms', terms }
}

const rules = {
  required: { zh: '缺少必填值', en: 'is required' },
  day: { zh: '应为 YYYY-MM-DD 格式的有效日期', en: 'must be a calendar day, YYYY-MM-DD' },
  moment: { zh: '应为 YYYY-MM-DD HH:mm:ss 格式的时间', en: 'must be YYYY-MM-DD HH:mm:ss' },
  order: { zh: '不能早于开始', en: 'must not lie before the start' },
  oneValidity: {
    zh: '固定有效期 (start_date 与 end_date) 与相对有效期 (valid_from_day 与 valid_to_day) 应选其一',
    en: 'give fixed dates or days from the claim',
  },
  draft: {
    zh: '草稿没有发布时间，请去掉或改为 state=published',
    en: 'a draft has no publish_at; leave it out or send state=published',
  },
} as const satisfies Record<string, Rule>

function readTerms(raw: RawTemplate, report: Report): TemplateTerms {
  const { couponId, couponName, kind, description, notes } = raw
  const { stockTotal, stockPerDay, memberTotal, memberPerDay } = raw
  return {
    couponId,
    couponName,
    kind,
    ...readWorth(raw, report),
    validity: readValidity(raw, report),
    ...readScope(raw, report),
    description,
    stockTotal,
    stockPerDay,
    memberTotal,
    memberPerDay,
    ...readWindow(raw, report),
    isStackable: raw.stackable ?? true,
    layer: layerOf(raw),
    stackGroup: raw.stackGroup,
    perOrder: raw.perOrder ?? 1,
    returnPolicy: {
      kind: raw.returnPolicy === 'none' ? 'none' : 'same-code',
      extendDays: raw.returnExtendDays ?? 0,
      maxCycles: raw.returnMaxCycles,
    },
    returnSplit: raw.returnSplit ?? 'keep',
    costBearer: raw.costBearer,
    ...readPublication(raw, report),
    notes,
  }
}

/** The definition lets 0, 1 and 2 through. */
function layerOf(raw: RawTemplate): TemplateTerms['layer'] {
  const layer = ([0, 1, 2] as const).find((known) => known === raw.layer)
  return layer ?? defaultLayer(raw)
}

function readPublication(raw: RawTemplate, report: Report): Pick<TemplateTerms, 'state' | 'publishAt'> {
  const { state = 'published', publishAt } = raw
  if (publishAt !== undefined && parseMoment(publishAt) === undefined) report('publishAt', rules.moment)
  if (publishAt !== undefined && state === 'draft') report('publishAt', rules.draft)
  return { state, publishAt }
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
