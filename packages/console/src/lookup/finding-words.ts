import { moneyText } from '../design/money.ts'
import { defineTexts } from '../language/texts.ts'
import { orderParameter } from '../navigation/order-parameter.ts'
import type { Finding } from './look-up.ts'

/** What a finding is. */
export const findingKinds = defineTexts({
  member: { zh: '会员', en: 'Member' },
  coupon: { zh: '优惠券', en: 'Coupon' },
  redemption: { zh: '核销', en: 'Redemption' },
  order: { zh: '订单', en: 'Order' },
  request: { zh: '请求', en: 'Request' },
})

/** One line that tells a finding from others. */
export function findingWords(finding: Finding): string {
  return wordsOf(finding)
    .filter((word) => word !== undefined)
    .join(' · ')
}

function wordsOf(finding: Finding): readonly (string | undefined)[] {
  switch (finding.kind) {
    case 'member':
      return [finding.name, finding.phone, finding.memberId]
    case 'coupon':
      return [finding.couponCode, finding.name]
    case 'redemption':
      return [finding.orderId, finding.name, finding.couponCode]
    case 'order':
      return [finding.orderId, `¥${moneyText(finding.payAmount)}`, finding.createTime]
    case 'request':
      return [finding.requestId]
  }
}

/** The search parameters of the member desk that show a finding. They name a member by its id, never by its phone. */
export function targetOf(finding: Finding): Readonly<Record<string, string>> {
  switch (finding.kind) {
    case 'member':
      return { member: finding.memberId }
    case 'coupon':
    case 'redemption':
      return { coupon: finding.couponCode }
    case 'order':
      return { order: orderParameter.write(finding.orderId) ?? '' }
    case 'request':
      return { explain: finding.requestId }
  }
}
