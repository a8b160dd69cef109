import type { FormRule } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { TextField } from '../parts/fields.tsx'

const texts = defineTexts({
  masked: { zh: '须为完整号码，不能打码', en: 'The whole number, without a mask' },
})

type Props = Readonly<{
  name: string
  label: string
  /** `tel` brings up the keys of a phone. */
  inputMode: 'tel' | 'text'
  isRequired?: boolean
  extra?: string
  /** Rules besides those of every number. */
  rules?: readonly FormRule[]
  autoFocus?: boolean
}>

/** A phone or card in a form. The server checks and spells it. */
export function NumberField({ rules = [], ...field }: Props): ReactNode {
  const t = useTexts(texts)
  const whole = { pattern: /^(?!.*[*＊]{2})/, message: t.masked }
  return <TextField {...field} rules={[whole, ...rules]} autoComplete="off" spellCheck={false} />
}
