import { type ReactNode, useEffect } from 'react'
import { defineTexts, type Language, useLanguage, useTexts } from '../language/texts.ts'
import { failureText } from '../parts/failure-text.ts'
import { useSessionState } from '../session/session-provider.tsx'
import { ClerkFrame } from './clerk-frame.tsx'
import { ClerkSignIn } from './clerk-sign-in.tsx'
import { showModal } from './parts/sheet.tsx'

const texts = defineTexts({
  loading: { zh: '正在打开…', en: 'Opening …' },
  retry: { zh: '重试', en: 'Try again' },
  toConsole: { zh: '打开完整控制台', en: 'Open the full console' },
  newPassword: { zh: '请先在完整控制台设置新密码。', en: 'Set a new password in the full console first.' },
  mayNot: {
    zh: '您的角色不能核销优惠券，这里没有您能做的事。',
    en: 'Your role may not redeem coupons; there is nothing for you to do here.',
  },
})

/** The clerk's mode from the state of the session on: signing in, or the two tasks. */
export function ClerkApp(): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const state = useSessionState()
  useManifest(language)
  useRetryOnline(state.kind === 'unreachable' ? state.retry : undefined)
  switch (state.kind) {
    case 'loading':
      return <p className="ck-notice">{t.loading}</p>
    case 'unreachable': {
      const { title, advice } = failureText(state.error, language)
      return (
        <Notice text={`${title}。${advice}`}>
          <button type="button" className="ck-go" onClick={state.retry}>
            {t.retry}
          </button>
        </Notice>
      )
    }
    case 'signed-out':
      return (
        <main className="ck-notice">
          <ClerkSignIn signedIn={state.signedIn} />
        </main>
      )
    case 'no-seller':
      return <ToConsole text={t.mayNot} />
    case 'signed-in':
      if (state.session.operator.mustChangePassword) return <ToConsole text={t.newPassword} />
      if (!state.seller.acts.includes('redeem-coupons')) return <ToConsole text={t.mayNot} />
      return (
        <>
          <ClerkFrame key={JSON.stringify([state.seller.id, state.session.operator.name])} />
          {state.hasEnded && (
            <Modal>
              <ClerkSignIn name={state.session.operator.name} signedIn={state.signedIn} />
            </Modal>
          )}
        </>
      )
  }
}

function Notice({ text, children }: Readonly<{ text: string; children: ReactNode }>): ReactNode {
  return (
    <main className="ck-notice">
      <p role="status">{text}</p>
      {children}
    </main>
  )
}

function ToConsole({ text }: Readonly<{ text: string }>): ReactNode {
  const t = useTexts(texts)
  return (
    <Notice text={text}>
      <a className="ck-go" href="/console/account">
        {t.toConsole}
      </a>
    </Notice>
  )
}

/** Stays until it is removed: Escape does not close it. */
function Modal({ children }: Readonly<{ children: ReactNode }>): ReactNode {
  return (
    <dialog ref={showModal} className="ck-sheet" onCancel={(event) => event.preventDefault()}>
      {children}
    </dialog>
  )
}

/** What is installed has the chosen language. */
function useManifest(language: Language): void {
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]')
    if (link !== null) link.href = language === 'zh' ? '/console/clerk.webmanifest' : '/console/clerk.en.webmanifest'
  }, [language])
}

function useRetryOnline(retry: (() => void) | undefined): void {
  useEffect(() => {
    if (retry === undefined) return
    addEventListener('online', retry)
    return () => removeEventListener('online', retry)
  }, [retry])
}
