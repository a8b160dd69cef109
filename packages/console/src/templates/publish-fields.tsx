import { DatePicker, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'

const texts = defineTexts({
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
  const t = useTexts(texts)
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
