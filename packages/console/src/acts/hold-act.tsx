import { holdCoupon } from '@yaoquan/api'
import { Form, Input, InputNumber } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import { ActForm } from './act-form.tsx'
import { type ActProps, nameOf } from './act-props.ts'
import { useRequestNumber } from './request-number.ts'
import { useAct } from './use-act.ts'

const texts = defineTexts({
  title: { zh: '为订单占用', en: 'Hold for an order' },
  verb: { zh: '占用', en: 'Hold' },
  order: { zh: '订单号', en: 'Order' },
  minutes: { zh: '占用分钟数', en: 'Minutes' },
  required: { zh: '请填写', en: 'Required' },
  consequence: {
    zh: (name: string, minutes: number) => `${minutes} 分钟内只有这一单能使用「${name}」，到时自动释放。`,
    en: (name, minutes) => `For ${minutes} minutes only this order can use “${name}”; then it is released.`,
  },
  done: { zh: '已占用', en: 'Held' },
})

type Values = Readonly<{ orderId: string; minutes: number }>

const usualMinutes = 15

/** Reserves a coupon for an order. */
export function HoldAct({ coupon, close }: ActProps): ReactNode {
  const t = useTexts(texts)
  const outRequestNo = useRequestNumber()
  const [minutes, setMinutes] = useState(usualMinutes)
  const act = useAct(holdCoupon, { tell: () => ({ text: t.done }), close })
  return (
    <ActForm<Values>
      {...{ title: t.title, verb: t.verb, isBusy: act.isBusy, error: act.error, cancel: close }}
      consequence={t.consequence(nameOf(coupon), minutes)}
      initialValues={{ minutes: usualMinutes }}
      onChange={(values) => setMinutes(values.minutes)}
      submit={({ orderId }) =>
        act.run({ outRequestNo, couponCode: coupon.couponCode, orderId: orderId.trim(), ttlSeconds: minutes * 60 })
      }
    >
      <div className="yq-act-row">
        <Form.Item name="orderId" label={t.order} rules={[{ required: true, whitespace: true, message: t.required }]}>
          <Input maxLength={64} autoFocus />
        </Form.Item>
        <Form.Item name="minutes" label={t.minutes} rules={[{ required: true, message: t.required }]}>
          <InputNumber min={1} max={1440} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </div>
    </ActForm>
  )
}
