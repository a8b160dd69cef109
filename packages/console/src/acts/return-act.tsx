import { returnCoupon } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import { ActForm } from './act-form.tsx'
import { type ActProps, nameOf } from './act-props.ts'
import { ReasonFields, type ReasonValues, reasonOf } from './reason-fields.tsx'
import { useRequestNumber } from './request-number.ts'
import { useAct } from './use-act.ts'

const texts = defineTexts({
  title: { zh: '退回核销', en: 'Return the redemption' },
  verb: { zh: '退回', en: 'Return' },
  consequence: {
    zh: (name: string, order: string) => `订单 ${order} 对「${name}」的核销作废，券退回会员，可以再用。`,
    en: (name, order) =>
      `Order ${order} no longer uses “${name}”; the coupon goes back to the member and can be used again.`,
  },
  noRedemption: {
    zh: '这张券在接入本系统前就已使用，没有核销记录，不能退回。',
    en: 'This coupon was used before this system knew it; there is no redemption to return.',
  },
  days: {
    zh: (days: number) => `有效期会延长 ${days} 天。`,
    en: (days) => ` Its last day moves by ${days} days.`,
  },
  wholeOrder: { zh: '整单退货', en: 'Whole order returned' },
  wrongCoupon: { zh: '用错了券', en: 'Wrong coupon' },
  mistake: { zh: '收银操作有误', en: 'Mistake at the till' },
  other: { zh: '其他', en: 'Other' },
  done: { zh: '已退回', en: 'Returned' },
})

/** Undoes a redemption. */
export function ReturnAct({ coupon, terms, close }: ActProps): ReactNode {
  const t = useTexts(texts)
  const outRequestNo = useRequestNumber()
  const act = useAct(returnCoupon, { tell: () => ({ text: t.done }), close })
  const { redemptionId, orderId = '' } = coupon
  const days = terms?.returnExtendDays ?? 0
  const consequence = t.consequence(nameOf(coupon), orderId) + (days > 0 ? t.days(days) : '')
  return (
    <ActForm<ReasonValues>
      {...{ title: t.title, verb: t.verb, isBusy: act.isBusy, error: act.error, cancel: close }}
      consequence={redemptionId === undefined ? t.noRedemption : consequence}
      submit={(values) => redemptionId && act.run({ outRequestNo, redemptionId, reason: reasonOf(values) })}
    >
      <ReasonFields reasons={[t.wholeOrder, t.wrongCoupon, t.mistake, t.other]} />
    </ActForm>
  )
}
