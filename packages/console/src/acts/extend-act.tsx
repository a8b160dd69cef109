import { extendCoupons } from '@yaoquan/api'
import { DatePicker, Form } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { type ReactNode, useState } from 'react'
import { addDays, dayOf, daysBetween } from '../design/days.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { ActForm } from './act-form.tsx'
import { ReasonFields, type ReasonValues, reasonOf } from './reason-fields.tsx'
import { type ActProps, nameOf, useCouponAct } from './use-coupon-act.tsx'

const texts = defineTexts({
  title: { zh: '延长有效期', en: 'Extend the validity' },
  verb: { zh: '延期', en: 'Extend' },
  endDate: { zh: '新的最后可用日', en: 'New last valid day' },
  required: { zh: '请选择日期', en: 'Choose a day' },
  consequence: {
    zh: (name: string, from: string, to: string) =>
      `「${name}」的最后可用日由 ${from} 改为 ${to}，多 ${daysBetween(from, to)} 天。`,
    en: (name, from, to) =>
      `The last valid day of “${name}” moves from ${from} to ${to}: ${daysBetween(from, to)} days more.`,
  },
  choose: {
    zh: '只会延长，不会缩短；过期的券会重新可用。',
    en: 'It never shortens; an expired coupon is usable again.',
  },
  campaign: { zh: '活动延期', en: 'Campaign extended' },
  appeasement: { zh: '安抚顾客', en: 'Goodwill' },
  outage: { zh: '系统或门店原因没能使用', en: 'Could not be used because of us' },
  other: { zh: '其他', en: 'Other' },
  done: { zh: '已延期', en: 'Extended' },
  notLater: {
    zh: '没有延期：现有的最后可用日不早于所选日期',
    en: 'Not extended: it is valid until this day or longer',
  },
  used: { zh: '没有延期：这张券已被使用或作废', en: 'Not extended: the coupon is used or void' },
})

type Values = ReasonValues & Readonly<{ endDate?: Dayjs | null }>

const format = 'YYYY-MM-DD'
/** Days that an extension usually gives. */
const usualDays = 30

/** Gives a coupon a later last day. */
export function ExtendAct({ coupon, seen, close }: ActProps): ReactNode {
  const t = useTexts(texts)
  const { couponCode, endDate = '' } = coupon
  const today = dayOf(Date.now())
  const earliest = endDate >= today ? addDays(endDate, 1) : today
  const [usual] = useState(() => addDays([endDate, today].toSorted().at(-1) ?? today, usualDays))
  const [chosen, setChosen] = useState<string | undefined>(usual)
  const { form, run } = useCouponAct(extendCoupons, {
    title: t.title,
    verb: t.verb,
    seen,
    close,
    hint: t.choose,
    asked: chosen === undefined ? undefined : { couponCodes: [couponCode], endDate: chosen },
    consequence: ({ items: [item] }) => t.consequence(nameOf(coupon), item?.previousEndDate ?? '', item?.endDate ?? ''),
    refusedIn: ({ items: [item] }) => {
      if (item?.outcome === 'extended') return undefined
      return item?.outcome === 'unchanged' || item?.outcome === 'not_later' ? t.notLater : t.used
    },
    done: () => t.done,
  })
  return (
    <ActForm<Values>
      {...form}
      initialValues={{ endDate: dayjs(usual) }}
      onChange={({ endDate: day }) => setChosen(day?.format(format))}
      submit={(values) => run({ reason: reasonOf(values) })}
    >
      <Form.Item name="endDate" label={t.endDate} rules={[{ required: true, message: t.required }]}>
        <DatePicker format={format} allowClear={false} disabledDate={(day) => day.format(format) < earliest} />
      </Form.Item>
      <ReasonFields reasons={[t.campaign, t.appeasement, t.outage, t.other]} />
    </ActForm>
  )
}
