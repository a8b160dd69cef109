import { parseYuan } from '#domain/money'
import type { Rule } from '#domain/rule'
import type { RawTemplate, Report } from './raw-template.ts'
import type { TemplateKind, TemplateTerms } from './template.ts'

type Worth = Pick<
  TemplateTerms,
  'couponAmountFen' | 'orderAmountFen' | 'stepMax' | 'discountPercent' | 'discountCapFen' | 'gift'
>

const rules = {
  required: { zh: '缺少必填值', en: 'is required' },
  amount: { zh: '应为 0 到 1000000000 元的金额，最多两位小数', en: 'must be an amount in yuan' },
  positive: { zh: '应大于 0', en: 'must be more than 0' },
  threshold: { zh: '不能低于 coupon_amount', en: 'must not be less than coupon_amount' },
} as const satisfies Record<string, Rule>

/**
 * Reads what each kind needs: a reduction its amount and threshold, a step both above 0, cash its amount, a discount its
 * percent, a gift its name. Terms of another kind are refused, since they would be without effect.
 */
export function readWorth(raw: RawTemplate, report: Report): Worth {
  const { kind, stepMax, discountPercent, gift } = raw
  const couponAmountFen = readAmount(raw, 'couponAmount', report)
  const orderAmountFen = readAmount(raw, 'orderAmount', report)
  const discountCapFen = readAmount(raw, 'discountCap', report)
  for (const field of requiredOf[kind]) if (raw[field] === undefined) report(field, rules.required)
  if (kind !== 'discount' && kind !== 'gift' && couponAmountFen === 0) report('couponAmount', rules.positive)
  if (kind === 'step' && orderAmountFen === 0) report('orderAmount', rules.positive)
  const hasThreshold = kind === 'full_reduction' || kind === 'step'
  if (hasThreshold && (orderAmountFen ?? 0) < (couponAmountFen ?? 0)) report('orderAmount', rules.threshold)
  if (discountCapFen === 0) report('discountCap', rules.positive)
  for (const [field, owner] of ownFields) {
    if (owner !== kind && raw[field] !== undefined) report(field, onlyFor(owner))
  }
  return { couponAmountFen, orderAmountFen, stepMax, discountPercent, discountCapFen, gift }
}

const requiredOf: Readonly<Record<TemplateKind, readonly (keyof RawTemplate)[]>> = {
  full_reduction: ['couponAmount', 'orderAmount'],
  step: ['couponAmount', 'orderAmount'],
  discount: ['discountPercent'],
  cash: ['couponAmount'],
  gift: ['gift'],
}

/** Fields that only one kind has. */
const ownFields: readonly (readonly [keyof RawTemplate, TemplateKind])[] = [
  ['stepMax', 'step'],
  ['discountPercent', 'discount'],
  ['discountCap', 'discount'],
  ['gift', 'gift'],
]

function onlyFor(kind: TemplateKind): Rule {
  return { zh: `只能用于 kind=${kind}`, en: `is only for kind=${kind}` }
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
