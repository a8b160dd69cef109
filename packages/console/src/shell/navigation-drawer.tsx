import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Brand } from '../parts/brand.tsx'
import { TopDialog } from '../parts/top-dialog.tsx'
import { Navigation } from './navigation.tsx'

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
