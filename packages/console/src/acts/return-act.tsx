import { returnCoupon } from '@yaoquan/api'
import { type ReactNode, useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { ActForm } from './act-form.tsx'
import { ReasonFields, type ReasonValues, reasonOf } from './reason-fields.tsx'
import { type ActProps, nameOf, useCouponAct } from './use-coupon-act.tsx'

const texts = defineTexts({
  title: { zh: '退回核销', en: 'Return the redemption' },
  verb: { zh: '退回', en: 'Return' },
  consequence: {
    zh: (name: string, order: string) => `订单 ${order} 对「${name}」的核销作废，券退回会员，`,
    en: (name, order) => `Order ${order} no longer uses “${name}”; the coupon goes back to the member and can be used`,
  },
  again: { zh: '可以再用。', en: ' again.' },
  until: { zh: (day: string) => `可以用到 ${day}。`, en: (day) => ` until ${day}.` },
  already: { zh: '没有退回：这笔核销此前已退回', en: 'Not returned: the redemption was returned before' },
  wholeOrder: { zh: '整单退货', en: 'Whole order returned' },
  wrongCoupon: { zh: '用错了券', en: 'Wrong coupon' },
  mistake: { zh: '收银操作有误', en: 'Mistake at the till' },
  other: { zh: '其他', en: 'Other' },
  done: { zh: '已退回', en: 'Returned' },
})

/** Undoes a redemption. */
export function ReturnAct({ coupon, seen, close }: ActProps): ReactNode {
  const t = useTexts(texts)
  // Once it is returned the coupon no longer names them.
  const [{ redemptionId, orderId = '' }] = useState(coupon)
  const { form, run } = useCouponAct(returnCoupon, {
    title: t.title,
    verb: t.verb,
    seen,
    close,
    hint: '',
    // The reason makes no difference to the dry run, and is chosen later.
    asked: redemptionId === undefined ? undefined : { redemptionId, reason: t.other },
    consequence: ({ endDate }) =>
      t.consequence(nameOf(coupon), orderId) + (endDate === undefined ? t.again : t.until(endDate)),
    refusedIn: ({ alreadyDone }, isRepeat) => (alreadyDone && !isRepeat ? t.already : undefined),
    done: () => t.done,
  })
  return (
    <ActForm<ReasonValues> {...form} submit={(values) => run({ reason: reasonOf(values) })}>
      <ReasonFields reasons={[t.wholeOrder, t.wrongCoupon, t.mistake, t.other]} />
    </ActForm>
  )
}
