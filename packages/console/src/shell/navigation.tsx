import { Link, useLocation } from '@tanstack/react-router'
import { Menu } from 'antd'
import type { ReactNode } from 'react'
import { useLanguage } from '../language/texts.ts'
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
