import { returnCoupon, voidCoupons } from '@yaoquan/api'
import { type ReactNode, useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { ActForm } from './act-form.tsx'
import { ReasonFields, type ReasonValues, reasonOf } from './reason-fields.tsx'
import { type ActProps, nameOf, useCouponAct } from './use-coupon-act.tsx'

const texts = defineTexts({
  title: { zh: '作废这张券', en: 'Void this coupon' },
  verb: { zh: '作废', en: 'Void' },
  consequence: {
    zh: (name: string) => `「${name}」从此不能使用，也不能恢复。`,
    en: (name) => `“${name}” can never be used again; this cannot be undone.`,
  },
  consequenceHeld: {
    zh: (name: string, order: string) => `订单 ${order} 正占用「${name}」：该单将用不了它；作废后不能恢复。`,
    en: (name, order) => `Order ${order} holds “${name}” and will not be able to use it. This cannot be undone.`,
  },
  wrongIssue: { zh: '误发', en: 'Issued by mistake' },
  fraud: { zh: '疑似套券', en: 'Suspected fraud' },
  cancelled: { zh: '活动取消', en: 'Campaign cancelled' },
  request: { zh: '会员要求', en: 'Request of the member' },
  other: { zh: '其他', en: 'Other' },
  done: { zh: '已作废', en: 'Voided' },
  used: { zh: '没有作废：这张券已被使用', en: 'Not voided: the coupon is used' },
  held: { zh: '没有作废：这张券已被订单占用', en: 'Not voided: an order holds the coupon' },
  already: { zh: '这张券此前已作废', en: 'The coupon was void already' },
})

/** Voids one coupon. */
export function VoidAct({ coupon, state, seen, close }: ActProps): ReactNode {
  const t = useTexts(texts)
  const { couponCode } = coupon
  // A hold that began later is not voided with the coupon, since the operator did not see it.
  const [voidHeld] = useState(state === 'held' ? true : undefined)
  const { form, run } = useCouponAct(voidCoupons, {
    title: t.title,
    verb: t.verb,
    seen,
    close,
    hint: '',
    // The reason makes no difference to the dry run, and is chosen later.
    asked: { couponCodes: [couponCode], voidHeld, reason: t.other },
    consequence: ({ items: [item] }) =>
      item?.orderId === undefined ? t.consequence(nameOf(coupon)) : t.consequenceHeld(nameOf(coupon), item.orderId),
    refusedIn: ({ items: [item] }) => {
      switch (item?.outcome) {
        case 'voided':
          return undefined
        case 'held':
          return t.held
        case 'already_void':
          return t.already
        default:
          return t.used
      }
    },
    done: () => t.done,
  })
  return (
    <ActForm<ReasonValues> {...form} isDanger submit={(values) => run({ reason: reasonOf(values) })}>
      <ReasonFields reasons={[t.wrongIssue, t.fraud, t.cancelled, t.request, t.other]} />
    </ActForm>
  )
}

const returnActTexts = defineTexts({
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
  const t = useTexts(returnActTexts)
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
