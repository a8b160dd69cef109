import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, QRCode } from 'antd'
import type { ReactNode } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Code } from '../parts/code.tsx'
import { NotRead } from '../parts/failure.tsx'
import { fetchFreshTotp, removeTotp, setTotp } from '../session/account.ts'
import { AuthenticatorCode, PresentPassword } from '../sign-in/password-fields.tsx'
import { AccountPart, type AccountPlace } from './account-part.tsx'

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

const enrolAuthenticatorTexts = defineTexts({
  title: { zh: '启用验证器', en: 'Set up an authenticator' },
  scan: {
    zh: '用验证器应用（如腾讯身份验证器、Google Authenticator）扫描二维码；扫不了时手工输入密钥。',
    en: 'Scan the code with an authenticator app, for example Google Authenticator, or type the secret there.',
  },
  image: { zh: '验证器二维码', en: 'QR code for the authenticator' },
  secret: { zh: '密钥', en: 'Secret' },
  code: { zh: '应用显示的 6 位动态码', en: 'The 6 digits that the app shows' },
  consequence: {
    zh: '从下次登录起，除密码外还要输入动态码。手机丢失时，请负责人重置您的账号。',
    en: 'From the next sign-in on the code is asked for besides the password. If you lose the phone, an owner can reset your account.',
  },
  done: { zh: '已启用验证器', en: 'The authenticator is set up' },
})

type Values = Readonly<{ present: string; code: string }>

/** Shows a new secret as a QR code and as text, and takes a code that proves that the app has it. */
function EnrolAuthenticator({ done, close }: Readonly<{ done: () => Promise<void>; close: () => void }>): ReactNode {
  const t = useTexts(enrolAuthenticatorTexts)
  const { message } = App.useApp()
  // One secret as long as the form is open: it must stay the one that was scanned.
  const fresh = useQuery({
    queryKey: ['account', 'totp'],
    queryFn: ({ signal }) => fetchFreshTotp(signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const { isPending, error, mutate } = useMutation({
    mutationFn: setTotp,
    onSuccess: () => {
      message.success(t.done)
      return done()
    },
  })
  if (fresh.data === undefined) return <NotRead error={fresh.error} refetch={fresh.refetch} rows={6} />
  const { secret, uri } = fresh.data
  return (
    <ActForm<Values>
      title={t.title}
      verb={t.title}
      consequence={t.consequence}
      isBusy={isPending}
      error={error}
      cancel={close}
      submit={({ present: password, code }) => mutate({ password, secret, code })}
    >
      <p>{t.scan}</p>
      <div className="yq-account-secret">
        {/* Dark on light in both themes: many apps do not read it the other way round. */}
        <QRCode type="svg" value={uri} size={176} color="#000" bgColor="#fff" marginSize={2} aria-label={t.image} />
        <p>
          <span className="yq-soft">{t.secret}</span>
          <br />
          <Code text={secret} />
        </p>
      </div>
      <PresentPassword />
      <AuthenticatorCode label={t.code} />
    </ActForm>
  )
}
