import { useMutation } from '@tanstack/react-query'
import { moneyText } from '../design/money.ts'
import { defineTexts } from '../language/texts.ts'
import { orderParameter } from '../navigation/search-state.ts'
import { loaded } from '../parts/failure-text.ts'
import { useSession } from '../session/session-provider.tsx'
import type { Finding } from './look-up.ts'
import type { Ask } from './recognise.ts'

// No first screen looks anything up, and it brings definitions.
const importLookUp = () => import('./look-up.ts')

/** Loads what a look-up needs, while something is typed. A failure shows when it is used. */
export function prepareLookUp(): void {
  importLookUp().catch(() => undefined)
}

/**
 * Looks up for the operator what a text may name (`lookUp`). Nothing of it is kept, since it may be a phone. A session that has ended asks for
 * the password, as with every other call.
 */
export function useLookUp(): (asks: readonly Ask[]) => Promise<readonly Finding[]> {
  const { seller } = useSession()
  const { mutateAsync } = useMutation<readonly Finding[], Error, readonly Ask[]>({
    mutationFn: async (asks) => {
      const { lookUp } = await loaded(importLookUp())
      return lookUp(asks, { sellerId: seller.id })
    },
  })
  return mutateAsync
}

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
