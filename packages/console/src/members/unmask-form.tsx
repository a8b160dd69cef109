import { Button, Flex, Form, Select } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { TextField } from '../parts/fields.tsx'

const texts = defineTexts({
  show: { zh: '查看', en: 'Show' },
  why: {
    zh: '每次查看都会记入审计，60 秒后自动隐藏。',
    en: 'Each view is recorded in the audit trail, and ends after 60 seconds.',
  },
  reason: { zh: '原因', en: 'Reason' },
  choose: { zh: '请选择原因', en: 'Choose a reason' },
  note: { zh: '补充说明', en: 'Note' },
  callBack: { zh: '回电给会员', en: 'Call the member back' },
  verify: { zh: '核对会员身份', en: 'Check who the member is' },
  delivery: { zh: '配送联系', en: 'Delivery' },
  other: { zh: '其他', en: 'Other' },
})

type Reason = Readonly<{ reason: string; note?: string }>
type Props = Readonly<{ isBusy: boolean; error: Error | null; submit: (reason: string) => void }>

/** Why whole phones are to be shown. */
export function UnmaskForm({ isBusy, error, submit }: Props): ReactNode {
  const t = useTexts(texts)
  return (
    <Form<Reason>
      layout="vertical"
      requiredMark={false}
      style={{ width: 280 }}
      onFinish={({ reason, note = '' }) => submit(note === '' ? reason : `${reason}：${note}`)}
    >
      <p className="yq-soft">{t.why}</p>
      <Form.Item name="reason" label={t.reason} rules={[{ required: true, message: t.choose }]}>
        <Select
          placeholder={t.choose}
          options={[t.callBack, t.verify, t.delivery, t.other].map((value) => ({ value, label: value }))}
        />
      </Form.Item>
      <TextField name="note" label={t.note} maxLength={180} />
      {error !== null && <Failure error={error} />}
      <Flex justify="end">
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {t.show}
        </Button>
      </Flex>
    </Form>
  )
}
