import { StyleProvider } from '@ant-design/cssinjs'
import { App, ConfigProvider } from 'antd'
import englishLocale from 'antd/es/locale/en_US'
import chineseLocale from 'antd/es/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { recall, remember } from '../language/browser-memory.ts'
import { useLanguage } from '../language/texts.ts'
import { pageNonce } from './nonce.ts'
import { themeConfig } from './theme.ts'
import { customProperties, type ThemeName } from './tokens.ts'
import { prefersStill, useMatches } from './use-matches.ts'

/** `system` follows the setting of the machine. */
export type ThemeChoice = 'system' | ThemeName

/** The key under which the other pages of the server remember their theme too. */
const key = 'yaoquan-theme'

type Chosen = Readonly<{ choice: ThemeChoice; theme: ThemeName; choose: (choice: ThemeChoice) => void }>

const ThemeContext = createContext<Chosen>({ choice: 'system', theme: 'light', choose: () => undefined })

/** Applies theme and language to all components; keeps the chosen theme in this browser. */
export function ThemeProvider({ children }: Readonly<{ children: ReactNode }>): ReactNode {
  const [choice, setChoice] = useState(rememberedChoice)
  const theme = useShownTheme(choice)
  const { language } = useLanguage()
  useEffect(() => {
    const { style, dataset } = document.documentElement
    for (const [name, value] of Object.entries(customProperties(theme))) style.setProperty(name, value)
    style.colorScheme = theme
    dataset['theme'] = theme
  }, [theme])
  useEffect(() => void dayjs.locale(language === 'zh' ? 'zh-cn' : 'en'), [language])
  const chosen = useMemo(
    () => ({
      choice,
      theme,
      choose(next: ThemeChoice) {
        remember(key, next)
        setChoice(next)
      },
    }),
    [choice, theme],
  )
  const isStill = useMatches(prefersStill)
  const config = useMemo(() => themeConfig(theme, { isStill }), [theme, isStill])
  return (
    <ThemeContext value={chosen}>
      <StyleProvider>
        <ConfigProvider
          theme={config}
          csp={{ nonce: pageNonce }}
          locale={language === 'zh' ? chineseLocale : englishLocale}
          button={{ autoInsertSpace: false }}
        >
          <App component={false} message={{ maxCount: 3 }}>
            {children}
          </App>
        </ConfigProvider>
      </StyleProvider>
    </ThemeContext>
  )
}

/** The chosen theme, the one that is shown, and how to choose another. */
export function useTheme(): Chosen {
  return useContext(ThemeContext)
}

function rememberedChoice(): ThemeChoice {
  const text = recall(key)
  return text === 'light' || text === 'dark' ? text : 'system'
}

const prefersDark = matchMedia('(prefers-color-scheme: dark)')

function useShownTheme(choice: ThemeChoice): ThemeName {
  const isDark = useMatches(prefersDark)
  if (choice !== 'system') return choice
  return isDark ? 'dark' : 'light'
}
