import { Link } from '@tanstack/react-router'
import { couponColumns, memberColumns } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { lazyPart } from '../parts/lazy-part.tsx'
import { recentMembers } from '../recent/recent-members.ts'
import { useSession } from '../session/session-provider.tsx'
import './desk-start.css'

const OpenTasks = lazyPart(async () => (await import('./open-tasks.tsx')).OpenTasks)

const texts = defineTexts({
  title: { zh: '先找到会员或优惠券', en: 'Find a member or a coupon first' },
  hint: { zh: '在上面的搜索框输入或粘贴：', en: 'Type or paste into the box above:' },
  phone: memberColumns.phone,
  phoneNote: { zh: '可带空格或 +86', en: 'with blanks or +86, too' },
  card: { zh: '会员卡号', en: 'Member card' },
  cardNote: { zh: '也可用扫码枪扫', en: 'also by a scanner' },
  coupon: couponColumns.couponCode,
  couponNote: { zh: '直接打开这张券', en: 'opens the coupon' },
  order: { zh: '订单号、核销号', en: 'Order, redemption' },
  orderNote: {
    zh: '列出该单用的券；没用券的打开订单',
    en: 'lists the coupons it used, or opens the order',
  },
})

/** What the desk shows before anybody was looked for. */
export function DeskStart(): ReactNode {
  const t = useTexts(texts)
  const rows = [
    [t.phone, t.phoneNote],
    [t.card, t.cardNote],
    [t.coupon, t.couponNote],
    [t.order, t.orderNote],
  ]
  return (
    <div className="yq-start">
      <section className="yq-card yq-start-card yq-desk-start">
        <h2>{t.title}</h2>
        <p className="yq-soft">{t.hint}</p>
        <dl>
          {rows.map(([name, note]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="yq-soft">{note}</dd>
            </div>
          ))}
        </dl>
      </section>
      <RecentCard />
      <OpenTasks />
    </div>
  )
}

const recentCardTexts = defineTexts({
  title: { zh: '最近看过的会员', en: 'Recent members' },
  none: {
    zh: '您打开过的会员会列在这里，退出登录或关闭页面后清除。',
    en: 'Members that you open are listed here until you sign out or close the tab.',
  },
  unnamed: { zh: '未登记姓名', en: 'No name' },
})

/** The members that the operator saw last, in this tab. */
function RecentCard(): ReactNode {
  const t = useTexts(recentCardTexts)
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
