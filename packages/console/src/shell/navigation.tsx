import { CloseOutlined } from '@ant-design/icons'
import { Link, useLocation } from '@tanstack/react-router'
import { Button, Menu } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { Brand } from '../parts/brand.tsx'
import { TopDialog } from '../parts/top-dialog.tsx'
import { useSession } from '../session/session-provider.tsx'
import { screens } from './screens.tsx'

type Props = Readonly<{
  isFolded?: boolean
  /** Called when a screen is chosen, the open one too. */
  chosen?: () => void
}>

/** The screens that the role may open. */
export function Navigation({ isFolded = false, chosen }: Props): ReactNode {
  const { language } = useLanguage()
  const { may } = useSession()
  const { pathname } = useLocation()
  const items = screens.flatMap(({ path, title, icon, act }) => {
    if (title === undefined || (act !== undefined && !may(act))) return []
    return [{ key: path, icon, label: <Link to={path}>{title[language]}</Link> }]
  })
  const selected = items.filter(({ key }) => pathname === key || pathname.startsWith(`${key}/`)).map(({ key }) => key)
  return (
    <nav>
      <Menu mode="inline" inlineCollapsed={isFolded} items={items} selectedKeys={selected} onClick={() => chosen?.()} />
    </nav>
  )
}

const texts = defineTexts({
  navigation: { zh: '导航', en: 'Navigation' },
  close: { zh: '关闭导航', en: 'Close the navigation' },
})

/** The navigation of a narrow page, over it. A choice, Escape and a tap beside it close it. */
export function NavigationDrawer({ close }: Readonly<{ close: () => void }>): ReactNode {
  const t = useTexts(texts)
  return (
    <TopDialog name={t.navigation} isAtStart close={close}>
      <header className="yq-navigation-head">
        <Brand />
        <Button type="text" icon={<CloseOutlined />} aria-label={t.close} title={t.close} onClick={close} />
      </header>
      <div className="yq-navigation-list">
        <Navigation chosen={close} />
      </div>
    </TopDialog>
  )
}
