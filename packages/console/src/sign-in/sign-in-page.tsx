import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Entrance } from './entrance.tsx'
import { SignInForm } from './sign-in-form.tsx'

const texts = defineTexts({ title: { zh: '登录控制台', en: 'Sign in to the console' } })

/** The first page of an operator who is not signed in. */
export function SignInPage({ signedIn }: Readonly<{ signedIn: () => Promise<void> }>): ReactNode {
  const t = useTexts(texts)
  return (
    <Entrance title={t.title}>
      <SignInForm signedIn={signedIn} />
    </Entrance>
  )
}
