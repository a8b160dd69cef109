import { Button, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { changePassword } from '../session/session.ts'
import { Entrance } from './entrance.tsx'

const texts = defineTexts({
  title: { zh: '设置新密码', en: 'Choose a new password' },
  why: {
    zh: '现在的密码是一次性的，只能用来登录这一次。',
    en: 'The present password was made for one sign-in only.',
  },
  present: { zh: '现在的密码', en: 'Present password' },
  next: { zh: '新密码', en: 'New password' },
  again: { zh: '再输一次', en: 'New password again' },
  rule: { zh: '至少12个字符', en: 'At least 12 characters' },
  different: { zh: '两次输入不一致', en: 'The two differ' },
  same: { zh: '不能与现在的密码相同', en: 'It must differ from the present one' },
  required: { zh: '请填写', en: 'Required' },
  save: { zh: '保存并继续', en: 'Save and go on' },
})

type Passwords = Readonly<{ present: string; next: string; again: string }>

/** Asks for a password of the operator's own before anything else, after a sign-in with a one-time password. */
export function ChangePasswordPage({ signedIn }: Readonly<{ signedIn: () => Promise<void> }>): ReactNode {
  const t = useTexts(texts)
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const submit = async ({ present, next }: Passwords) => {
    setBusy(true)
    setError(undefined)
    try {
      await changePassword({ present, next })
      await signedIn()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Entrance title={t.title}>
      <p>{t.why}</p>
      <Form<Passwords> layout="vertical" requiredMark={false} size="large" onFinish={(values) => void submit(values)}>
        {error !== undefined && (
          <Form.Item>
            <Failure error={error} />
          </Form.Item>
        )}
        <Form.Item name="present" label={t.present} rules={[{ required: true, message: t.required }]}>
          <Input.Password autoComplete="current-password" autoFocus />
        </Form.Item>
        <Form.Item
          name="next"
          label={t.next}
          extra={t.rule}
          dependencies={['present']}
          rules={[
            { required: true, message: t.required },
            { min: 12, message: t.rule },
            ({ getFieldValue }) => ({
              validator: (_, value) =>
                value !== undefined && value === getFieldValue('present')
                  ? Promise.reject(new Error(t.same))
                  : Promise.resolve(),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="again"
          label={t.again}
          dependencies={['next']}
          rules={[
            { required: true, message: t.required },
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
        <Button type="primary" htmlType="submit" block loading={isBusy}>
          {t.save}
        </Button>
      </Form>
    </Entrance>
  )
}
