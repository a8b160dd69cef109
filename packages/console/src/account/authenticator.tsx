import { useMutation } from '@tanstack/react-query'
import { App, Button } from 'antd'
import type { ReactNode } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { removeTotp } from '../session/account.ts'
import { PresentPassword } from '../sign-in/password-fields.tsx'
import { AccountPart, type AccountPlace } from './account-part.tsx'
import { EnrolAuthenticator } from './enrol-authenticator.tsx'

const texts = defineTexts({
  title: { zh: '验证器', en: 'Authenticator' },
  on: { zh: '已启用：登录时除密码外还要输入动态码。', en: 'In use: a sign-in asks for its code besides the password.' },
  off: {
    zh: '未启用：知道密码的人就能登录。',
    en: 'Not set up: the password alone is enough to sign in.',
  },
  enrol: { zh: '启用验证器', en: 'Set up an authenticator' },
  remove: { zh: '停用验证器', en: 'Remove the authenticator' },
  consequence: {
    zh: '今后登录只需密码，不再要求动态码。',
    en: 'From now on a sign-in takes the password alone.',
  },
  removed: { zh: '已停用验证器', en: 'The authenticator is removed' },
})

type Props = AccountPlace & Readonly<{ hasTotp: boolean; changed: () => Promise<void> }>

/** Whether sign-ins ask for a code; sets an authenticator up, and removes it. */
export function Authenticator({ act, choose, close, hasTotp, changed }: Props): ReactNode {
  const t = useTexts(texts)
  const chosen = hasTotp ? 'remove' : 'enrol'
  const isOpen = act === chosen
  const done = async () => {
    close()
    await changed()
  }
  return (
    <AccountPart
      title={t.title}
      note={hasTotp ? t.on : t.off}
      act={!isOpen && <Button onClick={() => choose(chosen)}>{hasTotp ? t.remove : t.enrol}</Button>}
    >
      {isOpen && (hasTotp ? <Remove done={done} close={close} /> : <EnrolAuthenticator done={done} close={close} />)}
    </AccountPart>
  )
}

function Remove({ done, close }: Readonly<{ done: () => Promise<void>; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const { isPending, error, mutate } = useMutation({
    mutationFn: removeTotp,
    onSuccess: () => {
      message.success(t.removed)
      return done()
    },
  })
  return (
    <ActForm<Readonly<{ present: string }>>
      title={t.remove}
      verb={t.remove}
      consequence={t.consequence}
      isBusy={isPending}
      error={error}
      cancel={close}
      isDanger
      submit={({ present }) => mutate(present)}
    >
      <PresentPassword />
    </ActForm>
  )
}
