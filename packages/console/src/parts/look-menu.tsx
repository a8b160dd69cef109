import { BulbOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import type { ReactNode } from 'react'
import { type ThemeChoice, useTheme } from '../design/chosen-theme.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'

const texts = defineTexts({
  theme: { zh: '主题', en: 'Theme' },
  system: { zh: '跟随系统', en: 'As the system' },
  light: { zh: '浅色', en: 'Light' },
  dark: { zh: '深色', en: 'Dark' },
  otherLanguage: { zh: 'EN', en: '中文' },
  toOtherLanguage: { zh: 'Switch to English', en: '切换为中文' },
})

/** Switches language and theme. */
export function LookMenu(): ReactNode {
  const t = useTexts(texts)
  const { language, choose } = useLanguage()
  const { choice, choose: chooseTheme } = useTheme()
  const themes = (['system', 'light', 'dark'] as const).map((key) => ({ key, label: t[key] }))
  return (
    <div className="yq-frame-menu">
      <Button
        type="text"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        title={t.toOtherLanguage}
        onClick={() => choose(language === 'zh' ? 'en' : 'zh')}
      >
        {t.otherLanguage}
      </Button>
      <Dropdown
        trigger={['click']}
        menu={{
          items: themes,
          selectable: true,
          selectedKeys: [choice],
          onClick: ({ key }) => chooseTheme(key as ThemeChoice),
        }}
      >
        <Button type="text" icon={<BulbOutlined />} aria-label={t.theme} title={t.theme} />
      </Dropdown>
    </div>
  )
}
