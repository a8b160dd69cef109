import { Link, useLocation } from '@tanstack/react-router'
import { Menu } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../language/texts.ts'
import { useSession } from '../session/session-provider.tsx'
import { screens, screenTitles } from './screens.tsx'

/** The screens that the role may open. */
export function Navigation({ isFolded }: Readonly<{ isFolded: boolean }>): ReactNode {
  const titles = useTexts(screenTitles)
  const { may } = useSession()
  const { pathname } = useLocation()
  const items = screens
    .filter(({ act, isHidden = false }) => !isHidden && (act === undefined || may(act)))
    .map(({ path, title, icon }) => ({ key: path, icon, label: <Link to={path}>{titles[title]}</Link> }))
  const selected = items.filter(({ key }) => pathname === key || pathname.startsWith(`${key}/`)).map(({ key }) => key)
  return (
    <nav>
      <Menu mode="inline" inlineCollapsed={isFolded} items={items} selectedKeys={selected} />
    </nav>
  )
}
