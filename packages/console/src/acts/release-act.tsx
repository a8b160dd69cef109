import { releaseCoupon } from '@yaoquan/api'
import { type ReactNode, useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { ActForm } from './act-form.tsx'
import { type ActProps, nameOf } from './act-props.ts'
import { useCouponAct } from './use-coupon-act.tsx'

const texts = defineTexts({
  title: { zh: '释放占用', en: 'Release the hold' },
  verb: { zh: '释放', en: 'Release' },
  consequence: {
    zh: (name: string, order: string) => `「${name}」不再为订单 ${order} 保留，马上可以用在别的订单上。`,
    en: (name, order) => `“${name}” is no longer kept for order ${order}; other orders can use it immediately.`,
  },
  notHeld: { zh: '没有释放：占用已经结束', en: 'Not released: the hold has ended already' },
  done: { zh: '已释放', en: 'Released' },
})

/** Ends the hold of the order that has it. */
export function ReleaseAct({ coupon, seen, close }: ActProps): ReactNode {
  const t = useTexts(texts)
  const { couponCode } = coupon
  // Once the hold has ended the coupon no longer names its order.
  const [orderId] = useState(coupon.orderId ?? '')
  const { form, run } = useCouponAct(releaseCoupon, {
    title: t.title,
    verb: t.verb,
    seen,
    close,
    hint: '',
    asked: { couponCode, orderId },
    consequence: () => t.consequence(nameOf(coupon), orderId),
    refusedIn: ({ unchanged, alreadyDone }) => (unchanged && !alreadyDone ? t.notHeld : undefined),
    done: () => t.done,
  })
  return <ActForm {...form} submit={() => run()} />
}
