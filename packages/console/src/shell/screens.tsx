import { UserOutlined } from '@ant-design/icons'
import type { ActName } from '@yaoquan/api'
import type { ComponentType, ReactNode } from 'react'
import { defineTexts, type Texts } from '../language/texts.ts'

const titles = defineTexts({
  members: { zh: '会员服务台', en: 'Member desk' },
})

/** One screen: a row here, and its folder. */
export type Screen = Readonly<{
  /** Below `/console`. */
  path: `/${string}`
  title: keyof typeof titles
  icon: ReactNode
  /** The act of the table of roles that opens the screen. */
  act: ActName
  /** Loads the screen alone, so that the first page stays small. */
  load: () => Promise<ComponentType>
}>

/** All screens, in the order of the navigation. The first one that the role may open is the first page. */
export const screens: readonly Screen[] = [
  {
    path: '/members',
    title: 'members',
    icon: <UserOutlined />,
    act: 'look-up',
    load: async () => (await import('../members/member-desk.tsx')).MemberDesk,
  },
]

/** Titles of the screens, for navigation and window. */
export const screenTitles: Texts<{ members: string }> = titles
