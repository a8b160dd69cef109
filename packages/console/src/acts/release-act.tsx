import { releaseCoupon } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import { ActForm } from './act-form.tsx'
import { type ActProps, nameOf } from './act-props.ts'
import { useRequestNumber } from './request-number.ts'
import { useAct } from './use-act.ts'

const texts = defineTexts({
  title: { zh: '释放占用', en: 'Release the hold' },
  verb: { zh: '释放', en: 'Release' },
  consequence: {
    zh: (name: string, order: string) => `「${name}」不再为订单 ${order} 保留，马上可以用在别的订单上。`,
    en: (name, order) => `“${name}” is no longer kept for order ${order}; other orders can use it immediately.`,
  },
  done: { zh: '已释放', en: 'Released' },
})

/** Ends the hold of the order that has it. */
export function ReleaseAct({ coupon, close }: ActProps): ReactNode {
  const t = useTexts(texts)
  const outRequestNo = useRequestNumber()
  const act = useAct(releaseCoupon, { tell: () => ({ text: t.done }), close })
  const { couponCode, orderId = '' } = coupon
  return (
    <ActForm
      {...{ title: t.title, verb: t.verb, isBusy: act.isBusy, error: act.error, cancel: close }}
      consequence={t.consequence(nameOf(coupon), orderId)}
      submit={() => act.run({ outRequestNo, couponCode, orderId })}
    />
  )
}
