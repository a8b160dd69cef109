import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Entrance } from './entrance.tsx'
import { SignInForm } from './sign-in-form.tsx'

const texts = defineTexts({
  title: { zh: '登录控制台', en: 'Sign in to the console' },
  about: {
    zh: '连锁药店的优惠券管理系统：查会员、发券、核销、看数据、对账。',
    en: 'Yaoquan is where a pharmacy chain works with its coupons: members, sends, redemptions, figures, settlement.',
  },
  help: { zh: '没有密码，或忘了密码？', en: 'No password, or forgot it?' },
  ask: {
    zh: '请本连锁的负责人在“操作员”里为您新建用户，或重置密码；您会得到一次性密码。',
    en: 'Ask an owner of your chain to create your user, or reset your password, on the screen Operators. You get a one-time password.',
  },
  owner: {
    zh: '没有负责人能登录时，请管理服务器的人运行：',
    en: 'If no owner can sign in, ask the administrator of the server to run:',
  },
  command: { zh: 'yaoquan operator reset 用户名', en: 'yaoquan operator reset NAME' },
})

/** The first page of an operator who is not signed in. @param props.signedIn gets the password that was right */
export function SignInPage({ signedIn }: Readonly<{ signedIn: (password: string) => Promise<void> }>): ReactNode {
  const t = useTexts(texts)
  return (
    <Entrance title={t.title}>
      <p className="yq-soft">{t.about}</p>
      <SignInForm signedIn={signedIn} />
      <details className="yq-entrance-help">
        <summary>{t.help}</summary>
        <p>{t.ask}</p>
        <p>
          {t.owner} <code>{t.command}</code>
        </p>
      </details>
    </Entrance>
  )
}
