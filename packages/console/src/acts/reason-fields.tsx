import { Form, Select } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { TextField } from '../parts/fields.tsx'

const texts = defineTexts({
  reason: { zh: '原因', en: 'Reason' },
  choose: { zh: '请选择原因', en: 'Choose a reason' },
  note: { zh: '补充说明', en: 'Note' },
  noteHint: { zh: '不要写手机号', en: 'no phone numbers' },
})

export type ReasonValues = Readonly<{ reason: string; note?: string }>

/** A reason of a list, and a note. @param reasons in the chosen language */
export function ReasonFields({ reasons }: Readonly<{ reasons: readonly string[] }>): ReactNode {
  const t = useTexts(texts)
  return (
    <div className="yq-act-row">
      <Form.Item name="reason" label={t.reason} rules={[{ required: true, message: t.choose }]}>
        <Select placeholder={t.choose} options={reasons.map((reason) => ({ value: reason, label: reason }))} />
      </Form.Item>
      <TextField name="note" label={t.note} maxLength={180} placeholder={t.noteHint} />
    </div>
  )
}

/** The reason as it is stored. */
export function reasonOf({ reason, note = '' }: ReasonValues): string {
  return note.trim() === '' ? reason : `${reason}：${note.trim()}`
}
