import {
  claimCoupons,
  eventKinds,
  extendCoupons,
  holdCoupon,
  redeemCoupon,
  releaseCoupon,
  returnCoupon,
  syncOrder,
  voidCoupons,
} from '@yaoquan/api'
import { defineTexts, type Language, textsIn } from '../language/texts.ts'

const texts = defineTexts({
  refused: { zh: (act: string) => `${act}被拒`, en: (act) => `${act} refused` },
  other: { zh: '调用', en: 'Call' },
})

/** The methods whose refused calls the server keeps. */
export const keptMethods = [
  redeemCoupon,
  holdCoupon,
  releaseCoupon,
  returnCoupon,
  claimCoupons,
  voidCoupons,
  extendCoupons,
  syncOrder,
] as const

/** What each of them does. */
const acts: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  [redeemCoupon.name]: { zh: eventKinds.redeemed.zh, en: 'Redemption' },
  [holdCoupon.name]: { zh: eventKinds.held.zh, en: 'Hold' },
  [releaseCoupon.name]: { zh: eventKinds.released.zh, en: 'Release' },
  [claimCoupons.name]: { zh: '领取', en: 'Claim' },
  [returnCoupon.name]: { zh: eventKinds.returned.zh, en: 'Return' },
  [voidCoupons.name]: { zh: eventKinds.voided.zh, en: 'Void' },
  [extendCoupons.name]: { zh: eventKinds.extended.zh, en: 'Extension' },
  [syncOrder.name]: { zh: '订单用券', en: 'Coupons of an order' },
}

/** What a refused call was to do, as the title of its entry. */
export function refusedCallTitle(method: string | undefined, language: Language): string {
  const t = textsIn(texts, language)
  return t.refused(acts[method ?? '']?.[language] ?? t.other)
}
