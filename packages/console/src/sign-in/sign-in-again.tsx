import { Modal } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { SignInForm } from './sign-in-form.tsx'

const texts = defineTexts({
  title: { zh: '登录已失效，请重新登录', en: 'Your session has ended: sign in again' },
  kept: { zh: '页面上已填写的内容都还在。', en: 'Everything you typed is still there.' },
})

/** Over the screens, which stay as they are below it, so that nothing typed is lost. */
export function SignInAgain({ name, signedIn }: Readonly<{ name: string; signedIn: () => Promise<void> }>): ReactNode {
  const t = useTexts(texts)
  return (
    <Modal open title={t.title} footer={null} closable={false} keyboard={false} width={400} zIndex={2000}>
      <p>{t.kept}</p>
      <SignInForm name={name} signedIn={signedIn} />
    </Modal>
  )
}
