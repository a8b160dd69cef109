import { couponStateNames, getMember } from '@yaoquan/api'
import { Button, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { CouponDrawer } from '../coupon/coupon-drawer.tsx'
import { ExplainDrawer } from '../coupon/explain-drawer.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { orderParameter } from '../navigation/order-parameter.ts'
import { choiceParameter, textParameter, useSearchState } from '../navigation/search-state.ts'
import { Failure } from '../parts/failure.tsx'
import { lazyPart } from '../parts/lazy-part.tsx'
import { Page } from '../parts/page.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { CouponTabs } from './coupon-tabs.tsx'
import { useCouponsOfMember } from './coupons-of-member.ts'
import { DeskStart } from './desk-start.tsx'
import { MemberCard } from './member-card.tsx'

// Forms, and what few look at, load when they are first opened.
const IssueDrawer = lazyPart(async () => (await import('../coupon/issue-drawer.tsx')).IssueDrawer)
const OrderDrawer = lazyPart(async () => (await import('./order-drawer.tsx')).OrderDrawer)

const texts = defineTexts({
  title: { zh: '会员服务台', en: 'Member desk' },
  issue: { zh: '发券', en: 'Issue a coupon' },
  noSearch: {
    zh: '您的角色不能列出会员的全部券。请让会员出示券码，用上面的搜索框查找。',
    en: 'Your role may not list all coupons of a member. Ask for the coupon code and search for it above.',
  },
})

const parameters = {
  /** Id of the member; never a phone or card. */
  member: textParameter,
  tab: choiceParameter(couponStateNames),
  /** Code of the coupon in the drawer. */
  coupon: textParameter,
  /** Number of the order in the drawer. */
  order: orderParameter,
  /** Request id of a refused call that is explained. */
  explain: textParameter,
} as const

/** Finds a member, shows the coupons, and acts on them. */
export function MemberDesk(): ReactNode {
  const t = useTexts(texts)
  const { may } = useSession()
  const [{ member: memberId, tab, coupon: couponCode, order: orderId, explain: requestId }, change] =
    useSearchState(parameters)
  const [isIssuing, setIssuing] = useState(false)
  const naming = memberId === undefined ? { couponCode } : { memberId }
  const found = useRead(getMember, naming, { isEnabled: memberId !== undefined || couponCode !== undefined })
  const member = found.data?.member
  const list = useCouponsOfMember(member?.memberId)
  const isAsked = memberId !== undefined || couponCode !== undefined
  return (
    <Page
      title={t.title}
      act={
        member?.state === 'active' &&
        may('issue-coupons') && (
          <Button type="primary" onClick={() => setIssuing(true)}>
            {t.issue}
          </Button>
        )
      }
    >
      {member !== undefined && isIssuing && <IssueDrawer member={member} close={() => setIssuing(false)} />}
      {!isAsked && <DeskStart />}
      {isAsked && found.isPending && <Skeleton active />}
      {memberId !== undefined && found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {member !== undefined && <MemberCard key={member.memberId} member={member} list={list.data} />}
      {member !== undefined && !may('search-coupons') && <p className="yq-soft">{t.noSearch}</p>}
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {member !== undefined && may('search-coupons') && !list.isError && (
        <CouponTabs
          list={list.data}
          tab={tab}
          openTab={(next) => change({ tab: next }, { isReplaced: true })}
          openCoupon={(code) => change({ member: member.memberId, coupon: code })}
        />
      )}
      {orderId !== undefined && <OrderDrawer orderId={orderId} close={() => change({ order: undefined })} />}
      <ExplainDrawer requestId={requestId} close={() => change({ explain: undefined })} />
      <CouponDrawer couponCode={couponCode} close={() => change({ member: member?.memberId, coupon: undefined })} />
    </Page>
  )
}
