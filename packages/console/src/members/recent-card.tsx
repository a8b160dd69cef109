import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { recentMembers } from '../recent/recent-members.ts'
import { useSession } from '../session/session-provider.tsx'

const texts = defineTexts({
  title: { zh: '最近看过的会员', en: 'Recent members' },
  none: {
    zh: '您打开过的会员会列在这里，退出登录或关闭页面后清除。',
    en: 'Members that you open are listed here until you sign out or close the tab.',
  },
  unnamed: { zh: '未登记姓名', en: 'No name' },
})

/** The members that the operator saw last, in this tab. */
export function RecentCard(): ReactNode {
  const t = useTexts(texts)
  const { session, seller } = useSession()
  const members = recentMembers(`${session.operator.name} ${seller.id}`)
  return (
    <section className="yq-card yq-start-card">
      <h2>{t.title}</h2>
      {members.length === 0 && <p className="yq-soft">{t.none}</p>}
      <ul className="yq-plain-list">
        {members.map(({ memberId, shownName }) => (
          <li key={memberId}>
            <Link to="/members" search={{ member: memberId } as never}>
              {shownName ?? t.unnamed} <span className="yq-number">{memberId}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
