import { Drawer } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'

const texts = defineTexts({ close: { zh: '关闭', en: 'Close' } })

type Props = Readonly<{
  title: ReactNode
  isOpen: boolean
  close: () => void
  /** Width in pixels; by default that of a list of facts. */
  size?: number
  /** Whether a click beside it leaves it open, since it holds what was typed, chosen or is shown only once. */
  holdsForm?: boolean
  children: ReactNode
}>

/** A drawer at the right-hand side. What it held is gone once it is closed. */
export function SideDrawer({ title, isOpen, close, size = 600, holdsForm = false, children }: Props): ReactNode {
  const t = useTexts(texts)
  return (
    <Drawer
      title={<h2 className="yq-drawer-title">{title}</h2>}
      size={size}
      open={isOpen}
      onClose={close}
      mask={{ closable: !holdsForm }}
      closable={{ 'aria-label': t.close }}
      destroyOnHidden
    >
      {/* Outside of a section, a header in it would be the banner of the page. */}
      <section>{children}</section>
    </Drawer>
  )
}
