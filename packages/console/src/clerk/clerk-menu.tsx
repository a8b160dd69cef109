import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { type ThemeChoice, useTheme } from '../design/chosen-theme.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { failureText } from '../parts/failure-text.ts'
import { signOut } from '../session/session.ts'
import { useSession } from '../session/session-provider.tsx'
import { Sheet } from './parts/sheet.tsx'
import { forgetTyped } from './parts/typed.ts'

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

const lookRowsTexts = defineTexts({
  otherLanguage: { zh: 'English', en: '中文' },
  theme: { zh: '主题', en: 'Theme' },
  system: { zh: '跟随系统', en: 'As the system' },
  light: { zh: '浅色', en: 'Light' },
  dark: { zh: '深色', en: 'Dark' },
})

const themes: readonly ThemeChoice[] = ['system', 'light', 'dark']

/** Rows that switch theme and language. */
export function LookRows(): ReactNode {
  const t = useTexts(lookRowsTexts)
  const { language, choose } = useLanguage()
  const { choice, choose: chooseTheme } = useTheme()
  return (
    <>
      <label className="ck-row">
        {t.theme}
        <select value={choice} onChange={({ target }) => chooseTheme(target.value as ThemeChoice)}>
          {themes.map((name) => (
            <option key={name} value={name}>
              {t[name]}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        className="ck-row"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => choose(language === 'zh' ? 'en' : 'zh')}
      >
        {t.otherLanguage}
      </button>
    </>
  )
}

/**
 * Signs out, if somebody is signed in, and opens the page anew: nothing of what was typed or shown stays.
 * @throws CallError if the server cannot be reached; then everything stays
 */
export async function leaveClerk(client: QueryClient): Promise<void> {
  await signOut()
  forgetTyped()
  client.clear()
  location.replace('/console/clerk')
}
