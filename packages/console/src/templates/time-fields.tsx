import { DatePicker, Form, Input, Select, Switch } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { ChoiceField, CountField, useRequired } from '../parts/fields.tsx'
import { weekdayText } from '../terms/terms-lines.ts'
import type { Draft } from './draft.ts'

const texts = defineTexts({
  validity: { zh: '有效期', en: 'Validity' },
  fixed: { zh: '固定日期', en: 'Fixed days' },
  relative: { zh: '领取后若干天', en: 'Days from the claim' },
  days: { zh: '首个与最后可用日', en: 'First and last valid day' },
  from: { zh: '领取后第几天生效，0 为当天', en: 'Valid from day (0: day of the claim)' },
  count: { zh: '可用天数', en: 'Number of days' },
  claim: { zh: '领取时间（可不填）', en: 'Claim period (optional)' },
  weekdays: { zh: '可用星期（不选为每天）', en: 'Weekdays (none: every day)' },
  hours: { zh: '可用时段（不填为全天）', en: 'Hours (none: all day)' },
  hoursHint: { zh: '如 08:00-12:00，回车添加', en: 'such as 08:00-12:00, then Enter' },
  hoursRule: { zh: '应为 HH:mm-HH:mm，开始早于结束', en: 'HH:mm-HH:mm, the start before the end' },
  memberDay: { zh: '仅会员日可用', en: 'On member days only' },
})

/** Second step: when coupons are claimed and valid. */
export function TimeFields({ validity }: Readonly<{ validity: Draft['validity'] }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const required = useRequired()
  return (
    <>
      <ChoiceField name="validity" label={t.validity} choices={{ fixed: t.fixed, relative: t.relative }} isOfButtons />
      <div className="yq-editor-row">
        {validity === 'fixed' ? (
          <Form.Item name="days" label={t.days} rules={[required]}>
            <DatePicker.RangePicker />
          </Form.Item>
        ) : (
          <>
            <CountField name="validDays" label={t.count} isRequired min={1} max={3651} />
            <CountField name="validFromDay" label={t.from} min={0} max={3650} />
          </>
        )}
      </div>
      <Form.Item name="claim" label={t.claim}>
        <DatePicker.RangePicker showTime style={{ width: '100%' }} />
      </Form.Item>
      <div className="yq-editor-row">
        <Form.Item name={['lists', 'weekdays']} label={t.weekdays}>
          <Select
            mode="multiple"
            options={['1', '2', '3', '4', '5', '6', '7'].map((day) => ({
              value: day,
              label: weekdayText(day, language),
            }))}
          />
        </Form.Item>
        <Form.Item
          name={['lists', 'hours']}
          label={t.hours}
          rules={[
            { validator: (_, spans) => (areHours(spans) ? Promise.resolve() : Promise.reject(new Error(t.hoursRule))) },
          ]}
        >
          <Select mode="tags" open={false} suffixIcon={null} placeholder={t.hoursHint} tokenSeparators={[',', '，']} />
        </Form.Item>
      </div>
      <Form.Item name="memberDayOnly" label={t.memberDay} valuePropName="checked">
        <Switch />
      </Form.Item>
    </>
  )
}

function areHours(spans: unknown): boolean {
  if (!Array.isArray(spans)) return true
  return spans.every((span) => {
    const [, from = '', to = ''] = /^([0-2]\d:[0-5]\d)-([0-2]\d:[0-5]\d)$/.exec(String(span)) ?? []
    return from !== '' && from < to && to <= '24:00'
  })
}

const publishFieldsTexts = defineTexts({
  what: {
    zh: '请对照本页的规则说明与提醒。已发放的券沿用发放时的版本，不受这次修改影响。',
    en: 'Compare with the rule and the warnings on this page. Coupons issued before keep the version of their issue.',
  },
  publishAt: { zh: '发布时间（空为立即）', en: 'Publish at (empty: immediately)' },
  publishWhy: {
    zh: '此前不能按该版本领取；上一个已发布的版本在此之前照常可领。',
    en: 'Until then this version cannot be claimed; the version published before it still can.',
  },
  notes: { zh: '内部备注', en: 'Internal notes' },
})

/** Fifth step: from when on, and a note for colleagues. */
export function PublishFields(): ReactNode {
  const t = useTexts(publishFieldsTexts)
  return (
    <>
      <p>{t.what}</p>
      <Form.Item name="publishAt" label={t.publishAt} extra={t.publishWhy}>
        <DatePicker showTime />
      </Form.Item>
      <Form.Item name="notes" label={t.notes}>
        <Input.TextArea maxLength={1024} rows={2} />
      </Form.Item>
    </>
  )
}
