import type { Text } from '@yaoquan/api'
import { type BasketLine, type CombinationLine, checkBasket, type Fault, faultText } from '@yaoquan/basket'
import { listOf } from '#domain/comma-list'
import type { RedeemedBasket } from '#domain/lifecycle/judge-on-order'
import { formatPrice, parseYuan } from '#domain/money'
import { InvalidInput } from './method.ts'

/** A line as tills send it; amounts and quantities are text. */
export type SentLine = Readonly<{
  lineNo?: number | undefined
  goodsId?: string | undefined
  category?: string | undefined
  quantity?: string | undefined
  amount: string
  insuredAmount?: string | undefined
  drugClass?: BasketLine['drugClass']
  discountable?: boolean | undefined
  tags?: string | undefined
}>

/** @throws InvalidInput naming the line's field and the rule it breaks */
export function basketLinesOf(sent: readonly SentLine[]): readonly BasketLine[] {
  const lines = sent.map(lineOf)
  const fault = checkBasket({ lines })
  if (fault !== undefined) throw new InvalidInput(wireField(fault.field), wireRule(fault))
  return lines
}

/** A line without a number gets its position, from 1. */
function lineOf(line: SentLine, place: number): BasketLine {
  const path = `lines[${place}]`
  const { lineNo = place + 1, quantity = '1', goodsId, category, insuredAmount, drugClass, discountable, tags } = line
  return {
    lineNo,
    goodsId,
    drugClass,
    isDiscountable: discountable,
    categories: category === undefined ? [] : listOf(category),
    quantityMilli: quantityOf(`${path}.quantity`, quantity),
    amountFen: amountOf(`${path}.amount`, line.amount),
    insuredFen: insuredAmount === undefined ? undefined : amountOf(`${path}.insured_amount`, insuredAmount),
    tags: tags === undefined ? undefined : listOf(tags),
  }
}

/** @returns fen. @throws InvalidInput */
export function amountOf(field: string, text: string): number {
  const fen = parseYuan(text)
  if (fen === undefined)
    throw new InvalidInput(field, {
      zh: '应为0到1000000000元的金额，最多两位小数',
      en: 'must be an amount from 0 to 1000000000 yuan with at most two decimals',
    })
  return fen
}

const quantityForm = /^(\d{1,9})(?:\.(\d{1,3}))?$/

/** @returns thousandths. @throws InvalidInput */
export function quantityOf(field: string, text: string): number {
  const parts = quantityForm.exec(text)
  const milli = Number(parts?.[1] ?? 0) * 1000 + Number((parts?.[2] ?? '').padEnd(3, '0'))
  if (milli === 0)
    throw new InvalidInput(field, {
      zh: '应为大于0的数量，最多三位小数',
      en: 'must be a quantity above 0 with at most three decimals',
    })
  return milli
}

/** A quantity as it is shown. @param milli thousandths */
export function quantityText(milli: number): string {
  return String(milli / 1000)
}

/** A line with what each coupon takes of it and what it costs then. */
export function toLineShare({ lineNo, byCoupon, paidFen }: CombinationLine) {
  return {
    lineNo,
    payAmount: formatPrice(paidFen),
    coupons: byCoupon.map(({ code, fen }) => ({ couponCode: code, offAmount: formatPrice(fen) })),
  }
}

/** The rule in the fields and the yuan of the wire, which `faultText` does not know. */
function wireRule(fault: Fault): Text {
  switch (fault.rule.kind) {
    case 'unique':
      return { zh: '行号不能重复', en: 'is the line_no of another line, too' }
    case 'at-most':
      return { zh: '不能大于该行的 amount', en: 'must not be more than the amount of the line' }
    default:
      return { zh: faultText(fault, 'zh'), en: faultText(fault, 'en') }
  }
}

/** `lines[0].insuredFen` as `lines[0].insured_amount`. */
function wireField(field: string): string {
  return field
    .replace('lineNo', 'line_no')
    .replace('quantityMilli', 'quantity')
    .replace('amountFen', 'amount')
    .replace('insuredFen', 'insured_amount')
    .replace('lines.length', 'lines')
}

/** An order as tills send it with coupons. */
type SentOrder = Readonly<{
  shop?: string | undefined
  orderAmount?: string | undefined
  channel?: string | undefined
  memberLevel?: string | undefined
  lines?: readonly SentLine[] | undefined
}>

export type OrderOfCall = Readonly<{ shop: string | undefined; basket: RedeemedBasket }>

/** @throws InvalidInput naming the field and the rule that it breaks */
export function orderOfLines({ shop, orderAmount, channel, memberLevel, lines: sent = [] }: SentOrder): OrderOfCall {
  const amountFen = orderAmount === undefined ? undefined : amountOf('order_amount', orderAmount)
  const lines = basketLinesOf(sent)
  const member = memberLevel === undefined ? undefined : { level: memberLevel }
  return { shop, basket: { amounts: amountsOf(lines, amountFen), channel, member } }
}

/** Lines say more than their sum. */
function amountsOf(lines: readonly BasketLine[], amountFen: number | undefined): RedeemedBasket['amounts'] {
  if (lines.length > 0) return { kind: 'lines', lines }
  return amountFen === undefined ? { kind: 'unknown' } : { kind: 'total', fen: amountFen }
}
