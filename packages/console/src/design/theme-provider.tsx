import { StyleProvider } from '@ant-design/cssinjs'
import { App, ConfigProvider } from 'antd'
import englishLocale from 'antd/es/locale/en_US'
import chineseLocale from 'antd/es/locale/zh_CN'
import dayjs from 'dayjs'
import { type ReactNode, useEffect, useMemo } from 'react'
import { useLanguage } from '../language/texts.ts'
import { isNarrow, prefersStill, useMatches } from './browser-state.ts'
import { ChosenTheme, useTheme } from './chosen-theme.ts'
import { pageNonce } from './nonce.ts'
import { themeConfig } from './theme.ts'
import 'dayjs/locale/zh-cn'

type Props = Readonly<{ children: ReactNode }>

/** Applies theme and language to all components. */
export function ThemeProvider({ children }: Props): ReactNode {
  return (
    <ChosenTheme>
      <Components>{children}</Components>
    </ChosenTheme>
  )
}

function Components({ children }: Props): ReactNode {
  const { theme } = useTheme()
  const { language } = useLanguage()
  useEffect(() => void dayjs.locale(language === 'zh' ? 'zh-cn' : 'en'), [language])
  const isStill = useMatches(prefersStill)
  const isForThumbs = useMatches(isNarrow)
  const config = useMemo(() => themeConfig(theme, { isStill, isForThumbs }), [theme, isStill, isForThumbs])
  return (
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
  )
}
