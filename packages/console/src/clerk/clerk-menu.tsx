import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { failureText } from '../parts/failure-text.ts'
import { useSession } from '../session/session-provider.tsx'
import { leaveClerk } from './leave-clerk.ts'
import { LookRows } from './look-rows.tsx'
import { Sheet } from './parts/sheet.tsx'

const texts = defineTexts({
  title: { zh: '菜单', en: 'Menu' },
  signedInAs: { zh: (name: string) => `已登录：${name}`, en: (name) => `Signed in: ${name}` },
  console: { zh: '打开完整控制台', en: 'Open the full console' },
  signOut: { zh: '退出登录', en: 'Sign out' },
})

/** Language, theme, the way to the whole console, and signing out. */
export function ClerkMenu({ close }: Readonly<{ close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { session } = useSession()
  const client = useQueryClient()
  const [error, setError] = useState<unknown>()
  const leave = async () => {
    try {
      await leaveClerk(client)
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <Sheet title={t.title} close={close}>
      <p>{t.signedInAs(session.operator.displayName)}</p>
      {error !== undefined && <p role="alert">{failureText(error, language).title}</p>}
      <LookRows />
      <a className="ck-row" href="/console/members">
        {t.console}
      </a>
      <button type="button" className="ck-row" onClick={() => void leave()}>
        {t.signOut}
      </button>
    </Sheet>
  )
}
