import type { InputOf, syncOrder } from '@yaoquan/api'
import { ruleForCard, ruleForPhone } from '#domain/number-rules'
import type { OrderVersion, ShopOrderLine } from '#domain/orders/shop-order'
import { normalisePhone, ruleForMasked } from '#domain/phone'
import type { Rule } from '#domain/rule'
import { InvalidInput, ifGiven } from './method.ts'
import { readMoment } from './read-times.ts'

type Input = InputOf<typeof syncOrder>['order']
type Line = Input['details'][number]

/** Characters of the JSON of an order. Some 200 lines with everything have a tenth. */
const maxContent = 262_144

/** The version of an order that a call sends. @returns undefined without a number @throws InvalidInput naming the field and its rule */
export function orderVersionOf(order: Input): OrderVersion | undefined {
  const { sentText, coupons = [], details } = order
  if (sentText.length > maxContent)
    throw new InvalidInput('order', {
      zh: `的长度 ${sentText.length} 不合法，不应超过${maxContent}个字符`,
      en: `has ${sentText.length} characters, more than ${maxContent}`,
    })
  const orderId = order.orderId ?? order.outOrderId
  if (orderId === undefined) return undefined
  return {
    orderId: storable('order_id', orderId),
    status: storable('order_status', order.orderStatus),
    createdAtMs: readMoment('create_time', order.createTime),
    paidAtMs: optionalMoment('pay_time', order.payTime),
    stampMs: optionalMoment('update_time', order.updateTime) ?? optionalMoment('gmt_modified', order.gmtModified),
    paidFen: order.actualTotalFee,
    deliveryFen: deliveryOf(order.postFee),
    phone: phoneOf(order.phone),
    cardNo: cardOf(order.cardNo),
    shop: storable('shop_id', order.shopId ?? order.storeId),
    channel: storable('channel', order.channel),
    couponCodes: [
      ...new Set(coupons.map(({ couponCode }, place) => storable(`coupons[${place}].coupon_code`, couponCode))),
    ],
    lines: details.map(lineOf),
    content: sentText,
  }
}

function lineOf(line: Line, place: number): ShopOrderLine {
  const path = (name: string) => `details[${place}].${name}`
  return {
    goodsId: storable(path('auction_id'), line.goodsId),
    category: storable(path('category'), line.category),
    quantityMilli: quantityOf(path('quantity'), line.quantity ?? line.buyAmount),
    priceFen: line.price,
    paidFen: line.actualTotalFee,
    refundFen: line.refundFee,
    insuredFen: line.insuredFee,
    drugClass: prescribed.has(line.rx?.toLowerCase() ?? '') ? 'rx' : undefined,
  }
}

/** How ERPs say that a line is a prescription drug. */
const prescribed: ReadonlySet<string> = new Set(['true', '1', 'y', 'yes', 'rx', '是', '处方药'])

/** Up to a million units, in thousandths. */
const quantityForm = /^(\d{1,7})(?:\.(\d{1,3})0*)?$/
const maxQuantityMilli = 1_000_000_000

function quantityOf(path: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const [, whole, fraction = ''] = quantityForm.exec(text) ?? []
  const milli = Number(whole) * 1000 + Number(fraction.padEnd(3, '0'))
  if (whole !== undefined && milli > 0 && milli <= maxQuantityMilli) return milli
  throw new InvalidInput(path, {
    zh: '应为大于0、不超过1000000的数量，最多三位小数',
    en: 'must be a quantity above 0 and up to 1000000 with at most three decimals',
  })
}

/** An amount in another form, as yuan, is no reason to refuse an order that was paid: it stays unknown. */
function deliveryOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,11}$/.test(text) ? Number(text) : undefined
}

/** A masked number names nobody. It is no reason to refuse an order that was paid. */
function unmasked(text: string | undefined): string | undefined {
  return text === undefined || ruleForMasked(text) !== undefined ? undefined : text
}

function phoneOf(text: string | undefined): string | undefined {
  const phone = unmasked(text && normalisePhone(text))
  return phone === undefined || phone === '' ? undefined : named('phone', phone, ruleForPhone(phone))
}

function cardOf(text: string | undefined): string | undefined {
  const cardNo = unmasked(text)
  return cardNo === undefined ? undefined : named('card_no', cardNo, ruleForCard(cardNo))
}

/** A number that is what a spreadsheet made of it would make one member of many. */
function named(path: string, number: string, rule: Rule | undefined): string {
  if (rule !== undefined) throw new InvalidInput(path, rule)
  return storable(path, number)
}

/** Texts by which orders are found or that answers show: XML cannot carry a control character. */
function storable<Text extends string | undefined>(path: string, text: Text): Text {
  if (text === undefined) return text
  if (!text.isWellFormed())
    throw new InvalidInput(path, { zh: '不是合法的Unicode文本', en: 'is no valid Unicode text' })
  if (/\p{Cc}/u.test(text))
    throw new InvalidInput(path, { zh: '不能含有控制字符', en: 'may not have control characters' })
  return text
}

function optionalMoment(path: string, text: string | undefined): number | undefined {
  return ifGiven(text, (moment) => readMoment(path, moment))
}
