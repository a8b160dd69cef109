import { couponColumns, memberColumns } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { lazyPart } from '../parts/lazy-part.tsx'
import { RecentCard } from './recent-card.tsx'
import './desk-start.css'

const OpenTasks = lazyPart(async () => (await import('./open-tasks.tsx')).OpenTasks)

const texts = defineTexts({
  title: { zh: '先找到会员或优惠券', en: 'Find a member or a coupon first' },
  hint: { zh: '按 / 键，在上面的搜索框输入或粘贴：', en: 'Press / and type or paste into the box above:' },
  phone: memberColumns.phone,
  phoneNote: { zh: '186 1225 5668，带空格、+86 都可以', en: '186 1225 5668; blanks and +86 are fine' },
  card: { zh: '会员卡号', en: 'Member card' },
  cardNote: { zh: '刷卡枪直接扫也可以', en: 'a scanner may type it' },
  coupon: couponColumns.couponCode,
  couponNote: { zh: '直接打开这张券', en: 'opens the coupon' },
  order: { zh: '订单号、核销号', en: 'Order, redemption' },
  orderNote: {
    zh: '列出订单上用掉的券；没有用券的，打开订单',
    en: 'lists the coupons that the order used; opens one without',
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
