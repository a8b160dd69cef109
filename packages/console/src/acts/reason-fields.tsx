import { Form, Radio } from 'antd'
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

type Props = Readonly<{
  /** In the chosen language. */
  reasons: readonly string[]
  label?: string
  /** Characters of the note. */
  mostNote?: number
}>

/** A reason of a list, chosen by one click, and a note. */
export function ReasonFields({ reasons, label, mostNote = 180 }: Props): ReactNode {
  const t = useTexts(texts)
  return (
    <>
      <Form.Item name="reason" label={label ?? t.reason} rules={[{ required: true, message: t.choose }]}>
        <Radio.Group className="yq-reasons" aria-label={label ?? t.reason}>
          {reasons.map((reason) => (
            <Radio.Button key={reason} value={reason}>
              {reason}
            </Radio.Button>
          ))}
        </Radio.Group>
      </Form.Item>
      <TextField name="note" label={t.note} maxLength={mostNote} placeholder={t.noteHint} />
    </>
  )
}

/** The reason as it is stored. */
export function reasonOf({ reason, note = '' }: ReasonValues): string {
  return note.trim() === '' ? reason : `${reason}：${note.trim()}`
}
