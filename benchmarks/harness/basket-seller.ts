import { TopClient } from '@yaoquan/client'
import { formatTimestamp, signParameters } from '@yaoquan/protocol'
import { memberPhone } from './large-seller.ts'
import { busySeller } from './two-sellers.ts'

const { appKey, appSecret } = busySeller
const members = 50
const templates = 30
const lineCount = 50
const claimsAtOnce = 32

/** The phones of the members; each has a coupon of every template. */
const phones: readonly string[] = Array.from({ length: members }, (_, member) => memberPhone(member))

/** Saves 30 templates, and claims a coupon of each for every member. */
export async function fillBasketSeller(url: string): Promise<void> {
  const client = new TopClient({ url: `${url}/router/rest`, appKey, appSecret })
  for (let place = 0; place < templates; place += 1) {
    const { result } = await client.execute('yaoquan.template.save', {
      outRequestNo: `T${place}`,
      template: templateOf(place),
    })
    if (!result.success) throw new Error(`template ${place}: ${result.errorMessage}`)
  }
  const claims = phones.flatMap((phone) => Array.from({ length: templates }, (_, place) => ({ phone, place })))
  const caller = async () => {
    for (let claim = claims.pop(); claim !== undefined; claim = claims.pop()) {
      const { phone, place } = claim
      const outRequestNo = `C${phone}-${place}`
      await client.claimCoupons({ outRequestNo, couponId: `t${place}`, phone })
    }
  }
  await Promise.all(Array.from({ length: claimsAtOnce }, caller))
}

/** Every fifth takes a part off, every sixth steps; half of them for two categories, some in groups, some above any basket. */
function templateOf(place: number) {
  const off = place % 5 === 0 ? ({ kind: 'discount', discountPercent: 80 + (place % 4) * 4 } as const) : amountOf(place)
  return {
    couponId: `t${place}`,
    couponName: `券${place}`,
    validFromDay: 0,
    validToDay: 29,
    orderAmount: `${40 + place * 30}`,
    shop: '01,02',
    channels: 'erp',
    layer: place % 3,
    ...off,
    ...(place % 2 === 0 ? {} : { category: `${10 + (place % 8)},${10 + ((place * 3) % 8)}` }),
    ...(place % 4 === 0 ? { stackGroup: `g${place % 3}` } : {}),
  } as const
}

function amountOf(place: number) {
  const couponAmount = `${5 + (place % 9) * 4}`
  return place % 6 === 1
    ? ({ kind: 'step', couponAmount, stepMax: 3 } as const)
    : ({ kind: 'full_reduction', couponAmount } as const)
}

/** Signed evaluations of baskets of 50 lines, one for each member. */
export function evaluationBodies(): readonly string[] {
  return phones.map((phone, member) => {
    const lines = Array.from({ length: lineCount }, (_, place) => ({
      line_no: place + 1,
      goods_id: `69${1_000 + ((place * 7 + member) % 300)}`,
      category: `${10 + ((place + member) % 8)},${1_000 + place}`,
      quantity: `${1 + (place % 3)}`,
      amount: `${3 + ((place * 13 + member * 5) % 30)}.${10 + (place % 90)}`,
      drug_class: place % 5 === 0 ? 'rx' : 'otc_a',
    }))
    const own = { phone, shop: '01', channel: 'erp', lines: JSON.stringify(lines) }
    return signed({ method: 'yaoquan.basket.evaluate', ...own })
  })
}

/** Signed queries of the same members' coupons, 20 a page. */
export function phoneQueryBodies(): readonly string[] {
  return phones.map((phone) => {
    const query = JSON.stringify({ phone, page_size: 20, page_num: 1 })
    return signed({ method: 'alibaba.alihealth.nr.crm.coupon.querycoupon', query_d_t_o: query })
  })
}

function signed(own: Readonly<Record<string, string>>): string {
  const parameters = { app_key: appKey, timestamp: formatTimestamp(Date.now()), format: 'json', v: '2.0', ...own }
  return new URLSearchParams(signParameters({ parameters, secret: appSecret, method: 'md5' })).toString()
}
