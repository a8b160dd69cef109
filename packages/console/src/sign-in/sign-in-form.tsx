import { Button, Form, Input, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { useRequired } from '../parts/fields.tsx'
import { CallError } from '../server/call-error.ts'
import { type Credentials, signIn } from '../session/session.ts'
import { AuthenticatorCode } from './password-fields.tsx'

const texts = defineTexts({
  name: { zh: '用户名', en: 'Name' },
  password: { zh: '密码', en: 'Password' },
  code: { zh: '动态码', en: 'Authenticator code' },
  codeHint: { zh: '验证器应用现在显示的 6 位数字', en: 'The 6 digits that your authenticator app shows now' },
  signIn: { zh: '登录', en: 'Sign in' },
})

type Props = Readonly<{
  /** The operator who signs in again; others may type any name. */
  name?: string
  /** @param password that was right */
  signedIn: (password: string) => Promise<void>
}>

/** Name, password and, for operators who use one, the code of an authenticator app. */
export function SignInForm({ name, signedIn }: Props): ReactNode {
  const t = useTexts(texts)
  const required = useRequired()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  // Only operators with an authenticator need its code, after the right password.
  const [needsCode, setNeedsCode] = useState(false)
  const submit = async ({ code, ...rest }: Credentials) => {
    setBusy(true)
    setError(undefined)
    try {
      await signIn({ ...rest, ...(code === undefined ? {} : { code }) })
      await signedIn(rest.password)
    } catch (failure) {
      const isCodeMissing = failure instanceof CallError && failure.code === 'CODE_NEEDED'
      if (isCodeMissing) setNeedsCode(true)
      setError(isCodeMissing && !needsCode ? undefined : failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Form<Credentials>
      layout="vertical"
      requiredMark={false}
      initialValues={{ name }}
      onFinish={(values) => void submit(values)}
      size="large"
    >
      {error !== undefined && (
        <Form.Item>
          <Failure error={error} />
        </Form.Item>
      )}
      <Form.Item name="name" label={t.name} rules={[required]}>
        <Input autoComplete="username" autoFocus={name === undefined} disabled={name !== undefined} />
      </Form.Item>
      <Form.Item name="password" label={t.password} rules={[required]}>
        <Input.Password autoComplete="current-password" autoFocus={name !== undefined} />
      </Form.Item>
      {needsCode && <AuthenticatorCode label={t.code} extra={t.codeHint} autoFocus />}
      <Button type="primary" htmlType="submit" block loading={isBusy}>
        {t.signIn}
      </Button>
    </Form>
  )
}

const signInAgainTexts = defineTexts({
  title: { zh: '登录已失效，请重新登录', en: 'Your session has ended: sign in again' },
  kept: { zh: '页面上已填写的内容都还在。', en: 'Everything you typed is still there.' },
})

/** Over the screens, which stay as they are below it, so that nothing typed is lost. */
export function SignInAgain({ name, signedIn }: Readonly<{ name: string; signedIn: () => Promise<void> }>): ReactNode {
  const t = useTexts(signInAgainTexts)
  return (
    <Modal open title={t.title} footer={null} closable={false} keyboard={false} width={400} zIndex={2000}>
      <p>{t.kept}</p>
      <SignInForm name={name} signedIn={signedIn} />
    </Modal>
  )
}
