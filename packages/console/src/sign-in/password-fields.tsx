import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { TextField, useRequired } from '../parts/fields.tsx'

const texts = defineTexts({
  present: { zh: '现在的密码', en: 'Present password' },
  next: { zh: '新密码', en: 'New password' },
  again: { zh: '再输一次', en: 'New password again' },
  rule: { zh: '至少 12 个字符', en: 'At least 12 characters' },
  different: { zh: '两次输入不一致', en: 'The two differ' },
  same: { zh: '不能与现在的密码相同', en: 'It must differ from the present one' },
  sixDigits: { zh: '应为 6 位数字', en: '6 digits' },
})

export type Passwords = Readonly<{ present: string; next: string; again: string }>

/** The present password, in a form whose values have `present`. */
export function PresentPassword(): ReactNode {
  const t = useTexts(texts)
  const required = useRequired()
  return (
    <Form.Item name="present" label={t.present} rules={[required]}>
      <Input.Password autoComplete="current-password" autoFocus />
    </Form.Item>
  )
}

/** The code that an authenticator app shows now, in a form whose values have `code`. */
export function AuthenticatorCode(props: Readonly<{ label: string; extra?: string; autoFocus?: boolean }>): ReactNode {
  const t = useTexts(texts)
  return (
    <TextField
      {...props}
      name="code"
      isRequired
      rules={[{ pattern: /^\d{6}$/, message: t.sixDigits }]}
      autoComplete="one-time-code"
      inputMode="numeric"
      maxLength={6}
    />
  )
}

/** The fields of a change of password, in a form of `Passwords`. @param props.known the present password, where it was typed a moment ago */
export function PasswordFields({ known }: Readonly<{ known?: string | undefined }>): ReactNode {
  const t = useTexts(texts)
  const required = useRequired()
  return (
    <>
      {known === undefined && <PresentPassword />}
      <Form.Item
        name="next"
        label={t.next}
        extra={t.rule}
        dependencies={['present']}
        rules={[
          required,
          { min: 12, message: t.rule },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value !== undefined && value === (known ?? getFieldValue('present'))
                ? Promise.reject(new Error(t.same))
                : Promise.resolve(),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" autoFocus={known !== undefined} />
      </Form.Item>
      <Form.Item
        name="again"
        label={t.again}
        dependencies={['next']}
        rules={[
          required,
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value === undefined || value === getFieldValue('next')
                ? Promise.resolve()
                : Promise.reject(new Error(t.different)),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  )
}
