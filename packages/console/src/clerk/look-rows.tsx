import type { ReactNode } from 'react'
import { type ThemeChoice, useTheme } from '../design/chosen-theme.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'

const texts = defineTexts({
  otherLanguage: { zh: 'English', en: '中文' },
  theme: { zh: '主题', en: 'Theme' },
  system: { zh: '跟随系统', en: 'As the system' },
  light: { zh: '浅色', en: 'Light' },
  dark: { zh: '深色', en: 'Dark' },
})

const themes: readonly ThemeChoice[] = ['system', 'light', 'dark']

/** Rows that switch theme and language. */
export function LookRows(): ReactNode {
  const t = useTexts(texts)
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
