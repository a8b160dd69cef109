import { formatTimestamp, signParameters } from '@yaoquan/protocol'
import { app, sellerId } from './large-seller.ts'
import { terms } from './lifecycle-works.ts'
import { scatteredCode } from './scattered-code.ts'
import { call, couponOf, issueOf } from './two-sellers.ts'

/** Kinds of writes that are measured over HTTP. */
export const writes = ['issue, known member', 'issue, new member', 'redeem', 'claim', 'order.sync, 1 coupon'] as const

/** Bodies of signed calls, each for one write. What they need is stored before. */
export type BodiesOf = (write: (typeof writes)[number], count: number) => Promise<readonly string[]>

const members = 1_000
const rowsPerCall = 1_000

/** Saves a template and the members. */
export async function prepareSeller(url: string): Promise<BodiesOf> {
  const own = { sellerId, ...app }
  let numbers = 0
  const next = () => {
    numbers += 1
    return numbers
  }
  const number = () => `W${next()}`
  const send = async (parameters: Readonly<Record<string, string>>) => {
    const text = await call(url, own, parameters)
    if (!text.includes('"success":true')) throw new Error(`not prepared: ${text.slice(0, 200)}`)
  }
  /** @returns the codes of new coupons of the members */
  const issue = async (count: number) => {
    const coupons = Array.from({ length: count }, () => {
      const place = next()
      return { code: scatteredCode(place), phone: memberPhoneOf(place) }
    })
    for (let first = 0; first < count; first += rowsPerCall) {
      const rows = coupons.slice(first, first + rowsPerCall).map(({ code, phone }) => couponOf(code, phone))
      await send(issueOf(number(), rows))
    }
    return coupons.map(({ code }) => code)
  }
  const template = {
    coupon_id: terms.couponId,
    coupon_name: terms.couponName,
    kind: 'cash',
    coupon_amount: '99',
    valid_from_day: 0,
    valid_to_day: 30,
  }
  await send({ method: 'yaoquan.template.save', out_request_no: number(), template: JSON.stringify(template) })
  await issue(rowsPerCall)
  return async (write, count) => {
    const codes = write === 'redeem' || write.startsWith('order.sync') ? await issue(count) : []
    return Array.from({ length: count }, (_, place) => {
      const no = number()
      const code = codes[place] ?? scatteredCode(next())
      return signedBody(parametersOf(write, { no, code }))
    })
  }
}

function parametersOf(
  write: (typeof writes)[number],
  { no, code }: Readonly<{ no: string; code: string }>,
): Readonly<Record<string, string>> {
  const place = Number(no.slice(1))
  switch (write) {
    case 'issue, known member':
      return issueOf(no, [couponOf(code, memberPhoneOf(place))])
    case 'issue, new member':
      return issueOf(no, [couponOf(code, newPhoneOf(place))])
    case 'redeem':
      return {
        method: 'yaoquan.coupon.redeem',
        out_request_no: no,
        coupon_code: code,
        order_id: `SO-${no}`,
        shop: '01',
      }
    case 'claim': {
      const member = { coupon_id: terms.couponId, phone: memberPhoneOf(place) }
      return { method: 'yaoquan.coupon.claim', out_request_no: no, ...member }
    }
    case 'order.sync, 1 coupon':
      return { method: 'alibaba.alihealth.nr.crm.order.sync', order: orderOf(no, code) }
  }
}

function orderOf(no: string, code: string): string {
  const line = { auction_id: '1', auction_title: '感冒灵颗粒', auction_price: 60_000, actual_total_fee: 60_000 }
  return JSON.stringify({
    order_id: `ON-${no}`,
    actual_total_fee: 60_000,
    create_time: formatTimestamp(Date.now()),
    phone: newPhoneOf(Number(no.slice(1))),
    details: [line],
    coupons: [{ coupon_code: code, coupon_name: terms.couponName }],
  })
}

function signedBody(own: Readonly<Record<string, string>>): string {
  const parameters = { app_key: app.appKey, timestamp: formatTimestamp(Date.now()), format: 'json', v: '2.0', ...own }
  return new URLSearchParams(signParameters({ parameters, secret: app.appSecret, method: 'md5' })).toString()
}

function memberPhoneOf(place: number): string {
  return `186${String(place % members).padStart(8, '0')}`
}

function newPhoneOf(place: number): string {
  return `139${String(place).padStart(8, '0')}`
}
