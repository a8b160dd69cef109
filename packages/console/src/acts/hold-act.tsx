import { holdCoupon, releaseCoupon } from '@yaoquan/api'
import { type ReactNode, useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { CountField, TextField } from '../parts/fields.tsx'
import { ActForm } from './act-form.tsx'
import { type ActProps, nameOf, useCouponAct } from './use-coupon-act.tsx'

const texts = defineTexts({
  title: { zh: '为订单占用', en: 'Hold for an order' },
  verb: { zh: '占用', en: 'Hold' },
  order: { zh: '订单号', en: 'Order' },
  minutes: { zh: '占用分钟数', en: 'Minutes' },
  fill: { zh: '填好订单号后，这里说明会占用到什么时候。', en: 'Fill in the order to see until when it is held.' },
  consequence: {
    zh: (name: string, order: string, until: string) =>
      `${until} 以前只有订单 ${order} 能使用「${name}」，到时自动释放。`,
    en: (name, order, until) => `Until ${until} only order ${order} can use “${name}”; then it is released.`,
  },
  done: { zh: '已占用', en: 'Held' },
})

type Values = Readonly<{ orderId?: string; minutes?: number | null }>

const usualMinutes = 15

/** Reserves a coupon for an order. */
export function HoldAct({ coupon, seen, close }: ActProps): ReactNode {
  const t = useTexts(texts)
  const [values, setValues] = useState<Values>({ minutes: usualMinutes })
  const { couponCode } = coupon
  const [orderId, ttlSeconds] = [values.orderId?.trim() ?? '', (values.minutes ?? 0) * 60]
  const { form, run } = useCouponAct(holdCoupon, {
    title: t.title,
    verb: t.verb,
    seen,
    close,
    hint: t.fill,
    asked: orderId === '' || ttlSeconds === 0 ? undefined : { couponCode, orderId, ttlSeconds },
    consequence: ({ heldUntil = '' }) => t.consequence(nameOf(coupon), orderId, heldUntil),
    done: () => t.done,
  })
  return (
    <ActForm<Values> {...form} initialValues={{ minutes: usualMinutes }} onChange={setValues} submit={() => run()}>
      <div className="yq-act-row">
        <TextField name="orderId" label={t.order} isRequired autoFocus />
        <CountField name="minutes" label={t.minutes} isRequired min={1} max={1440} style={{ width: '100%' }} />
      </div>
    </ActForm>
  )
}

const releaseActTexts = defineTexts({
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
  const t = useTexts(releaseActTexts)
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
