import { Form, type FormItemProps, Input, InputNumber, type InputNumberProps, type InputProps, Radio } from 'antd'
import type { ReactNode } from 'react'
import { yuanPattern } from '../design/money.ts'
import { defineTexts, useTexts } from '../language/texts.ts'

const texts = defineTexts({
  required: { zh: '请填写', en: 'Required' },
  yuan: { zh: '最多两位小数的金额', en: 'An amount with two decimals at most' },
})

type FieldProps = Pick<FormItemProps, 'name' | 'label' | 'extra' | 'rules'> & Readonly<{ isRequired?: boolean }>

/** The rule of a field that must be filled in. */
export function useRequired(): Readonly<{ required: true; message: string }> {
  return { required: true, message: useTexts(texts).required }
}

/** A line of text in a form, by default of 64 characters at most. Blanks do not count as text. */
export function TextField(props: FieldProps & Omit<InputProps, 'name'>): ReactNode {
  const { name, label, extra, rules = [], isRequired = false, ...input } = props
  const required = useRequired()
  return (
    <Form.Item
      name={name}
      label={label}
      extra={extra}
      rules={[...(isRequired ? [{ ...required, whitespace: true }] : []), ...rules]}
    >
      <Input maxLength={64} {...input} />
    </Form.Item>
  )
}

/** An amount in yuan in a form. */
export function AmountField(props: FieldProps & Readonly<{ 'aria-label'?: string }>): ReactNode {
  const t = useTexts(texts)
  return <TextField {...props} rules={[{ pattern: yuanPattern, message: t.yuan }]} inputMode="decimal" maxLength={12} />
}

/** A whole number in a form. */
export function CountField(props: FieldProps & Omit<InputNumberProps<number>, 'name'>): ReactNode {
  const { name, label, extra, rules = [], isRequired = false, ...input } = props
  const required = useRequired()
  return (
    <Form.Item name={name} label={label} extra={extra} rules={[...(isRequired ? [required] : []), ...rules]}>
      <InputNumber<number> precision={0} {...input} />
    </Form.Item>
  )
}

type ChoiceFieldProps = Pick<FieldProps, 'name' | 'label'> &
  Readonly<{
    /** What each value is called. */
    choices: Readonly<Record<string, string>>
    isOfButtons?: boolean
  }>

/** One of a few choices, all of them shown, in a form. */
export function ChoiceField({ name, label, choices, isOfButtons = false }: ChoiceFieldProps): ReactNode {
  const options = Object.entries(choices).map(([value, text]) => ({ value, label: text }))
  return (
    <Form.Item name={name} label={label}>
      <Radio.Group options={options} optionType={isOfButtons ? 'button' : 'default'} />
    </Form.Item>
  )
}
