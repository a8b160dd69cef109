import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { type ThemeChoice, useTheme } from '../design/chosen-theme.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { failureText } from '../parts/failure-text.ts'
import { useSession } from '../session/session-provider.tsx'
import { leaveClerk } from './leave-clerk.ts'
import { Sheet } from './parts/sheet.tsx'

const texts = defineTexts({
  title: { zh: '菜单', en: 'Menu' },
  signedInAs: { zh: (name: string) => `已登录：${name}`, en: (name) => `Signed in: ${name}` },
  otherLanguage: { zh: 'English', en: '中文' },
  theme: { zh: '主题', en: 'Theme' },
  system: { zh: '跟随系统', en: 'As the system' },
  light: { zh: '浅色', en: 'Light' },
  dark: { zh: '深色', en: 'Dark' },
  console: { zh: '打开完整控制台', en: 'Open the full console' },
  signOut: { zh: '退出登录', en: 'Sign out' },
})

const themes: readonly ThemeChoice[] = ['system', 'light', 'dark']

/** Language, theme, the way to the whole console, and signing out. */
export function ClerkMenu({ close }: Readonly<{ close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { language, choose } = useLanguage()
  const { choice, choose: chooseTheme } = useTheme()
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
      <a className="ck-row" href="/console/members">
        {t.console}
      </a>
      <button type="button" className="ck-row" onClick={() => void leave()}>
        {t.signOut}
      </button>
    </Sheet>
  )
}
