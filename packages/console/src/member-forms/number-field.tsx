import { Form, type FormItemProps, Input } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'

const texts = defineTexts({
  required: { zh: '请填写', en: 'Required' },
  masked: { zh: '须为完整号码，不能打码', en: 'The whole number, without a mask' },
})

type Props = Readonly<{
  name: string
  label: string
  /** `tel` brings up the keys of a phone. */
  inputMode: 'tel' | 'text'
  isRequired?: boolean
  extra?: string
  /** Beside those of every number. */
  rules?: NonNullable<FormItemProps['rules']>
  autoFocus?: boolean
}>

/** A phone or card in a form. The server checks and spells it. */
export function NumberField({
  name,
  label,
  inputMode,
  isRequired = false,
  extra,
  rules = [],
  autoFocus,
}: Props): ReactNode {
  const t = useTexts(texts)
  const required = { required: true, whitespace: true, message: t.required }
  return (
    <Form.Item
      {...{ name, label, extra }}
      rules={[...(isRequired ? [required] : []), { pattern: /^(?!.*[*＊]{2})/, message: t.masked }, ...rules]}
    >
      <Input {...{ inputMode, autoFocus: autoFocus === true }} maxLength={64} autoComplete="off" spellCheck={false} />
    </Form.Item>
  )
}
