import { useQueryClient } from '@tanstack/react-query'
import { markUrl, productName } from '@yaoquan/browser/mark'
import { type FormEvent, type ReactNode, useState } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { failureText } from '../parts/failure-text.ts'
import { CallError } from '../server/call-error.ts'
import { signIn } from '../session/session.ts'
import { LookRows, leaveClerk } from './clerk-menu.tsx'
import { Entry } from './parts/entry.tsx'

const texts = defineTexts({
  product: productName,
  title: { zh: '店员登录', en: 'Sign in as a clerk' },
  ended: { zh: '登录已失效，已填写的内容会保留', en: 'The session has ended; what you typed is kept' },
  name: { zh: '用户名', en: 'Name' },
  password: { zh: '密码', en: 'Password' },
  code: { zh: '动态码', en: 'Authenticator code' },
  signIn: { zh: '登录', en: 'Sign in' },
  another: { zh: '换人登录（清除已填写的内容）', en: 'Another person (clears what was typed)' },
})

type Props = Readonly<{
  /** The operator whose session ended: only this one goes on with what was typed. */
  name?: string
  signedIn: () => Promise<void>
}>

/** Name, password and, for operators who use one, the code of an authenticator app. */
export function ClerkSignIn({ name: known, signedIn }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const [name, setName] = useState(known ?? '')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState<string>()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const client = useQueryClient()
  const leave = async () => {
    setError(undefined)
    try {
      await leaveClerk(client)
    } catch (failure) {
      setError(failure)
    }
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      await signIn({ name, password, code })
      await signedIn()
    } catch (failure) {
      const isCodeMissing = failure instanceof CallError && failure.code === 'CODE_NEEDED'
      if (isCodeMissing && code === undefined) setCode('')
      else setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="ck-sign-in" onSubmit={(event) => void submit(event)}>
      {known === undefined && <img src={markUrl} alt={t.product} width="48" height="48" />}
      <h1>{known === undefined ? t.title : t.ended}</h1>
      {error !== undefined && <p role="alert">{failureText(error, language).title}</p>}
      <Entry
        label={t.name}
        value={name}
        change={setName}
        autoComplete="username"
        autoCapitalize="none"
        required
        disabled={known !== undefined}
      />
      <Entry
        label={t.password}
        type="password"
        value={password}
        change={setPassword}
        autoComplete="current-password"
        maxLength={1024}
        required
      />
      {code !== undefined && (
        <Entry
          label={t.code}
          value={code}
          change={setCode}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          required
        />
      )}
      <button type="submit" className="ck-go" disabled={isBusy}>
        {t.signIn}
      </button>
      {known !== undefined && (
        <button type="button" className="ck-go ck-go-second" onClick={() => void leave()}>
          {t.another}
        </button>
      )}
      <div>
        <LookRows />
      </div>
    </form>
  )
}
