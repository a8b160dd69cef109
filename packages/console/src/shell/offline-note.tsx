import type { ReactNode } from 'react'
import { useOnline } from '../design/browser-state.ts'
import { defineTexts, useTexts } from '../language/texts.ts'

const texts = defineTexts({
  offline: {
    zh: '网络已断开：页面上的数据可能不是最新的，操作要等网络恢复。',
    en: 'You are offline: what is shown may be out of date, and acts wait until the network is back.',
  },
})

/** Says that the browser has no network. */
export function OfflineNote(): ReactNode {
  const t = useTexts(texts)
  const isOnline = useOnline()
  return isOnline ? null : (
    <div className="yq-offline" role="status">
      {t.offline}
    </div>
  )
}
