import { useMutation } from '@tanstack/react-query'
import { Button, Form } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { changePassword } from '../session/session.ts'
import { Entrance } from './entrance.tsx'
import { PasswordFields, type Passwords } from './password-fields.tsx'

const texts = defineTexts({
  title: { zh: '设置新密码', en: 'Choose a new password' },
  why: {
    zh: '现在的密码是一次性的，只能用来登录这一次。',
    en: 'The present password was made for one sign-in only.',
  },
  save: { zh: '保存并继续', en: 'Save and continue' },
})

type Props = Readonly<{
  /** The one-time password, where it was typed on this page. */
  known: string | undefined
  signedIn: () => Promise<void>
}>

/** Asks for a password of the operator's own before anything else, after a sign-in with a one-time password. */
export function ChangePasswordPage({ known, signedIn }: Props): ReactNode {
  const t = useTexts(texts)
  const { isPending, error, mutate } = useMutation({
    mutationFn: async ({ present, next }: Passwords) => {
      await changePassword({ present: known ?? present, next })
      await signedIn()
    },
  })
  return (
    <Entrance title={t.title}>
      <p>{t.why}</p>
      <Form<Passwords> layout="vertical" requiredMark={false} size="large" onFinish={(values) => mutate(values)}>
        {error !== null && (
          <Form.Item>
            <Failure error={error} />
          </Form.Item>
        )}
        <PasswordFields known={known} />
        <Button type="primary" htmlType="submit" block loading={isPending}>
          {t.save}
        </Button>
      </Form>
    </Entrance>
  )
}
