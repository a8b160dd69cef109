import { couponStateNames } from '@yaoquan/api'
import { Button, Segmented } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { choiceParameter, orderParameter, textParameter, useSearchState } from '../navigation/search-state.ts'
import { Failure, Loading } from '../parts/failure.tsx'
import { lazyPart } from '../parts/lazy-part.tsx'
import { Page } from '../parts/page.tsx'
import { noteRecentMember } from '../recent/recent-members.ts'
import { useSession } from '../session/session-provider.tsx'
import { DeskStart } from './desk-start.tsx'
import { MemberCard } from './member-card.tsx'
import { useCouponsOfMember, useOpenedMember } from './opened-member.ts'
import './desk.css'

// Forms, and what few look at, load when they are first opened.
const IssueDrawer = lazyPart(async () => (await import('../coupon/issue-drawer.tsx')).IssueDrawer)
const CouponTabs = lazyPart(async () => (await import('./coupon-tabs.tsx')).CouponTabs)
const MemberTimeline = lazyPart(async () => (await import('./member-timeline.tsx')).MemberTimeline)
const UsableHere = lazyPart(async () => (await import('./usable-here.tsx')).UsableHere)
const CouponDrawer = lazyPart(async () => (await import('../coupon/coupon-drawer.tsx')).CouponDrawer)
const ExplainDrawer = lazyPart(async () => (await import('../coupon/explain-drawer.tsx')).ExplainDrawer)
const OrderDrawer = lazyPart(async () => (await import('./order-drawer.tsx')).OrderDrawer)

const texts = defineTexts({
  title: { zh: '会员服务台', en: 'Member desk' },
  coupons: { zh: '优惠券', en: 'Coupons' },
  activity: { zh: '动态', en: 'Activity' },
  issue: { zh: '发券', en: 'Issue a coupon' },
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
  const { may, session, seller } = useSession()
  const [{ member: memberId, tab, coupon: couponCode, order: orderId, explain: requestId }, change] =
    useSearchState(parameters)
  const [isIssuing, setIssuing] = useState(false)
  /** What a page shows that has no room for both. */
  const [view, setView] = useState<'coupons' | 'activity'>('coupons')
  const isAsked = memberId !== undefined || couponCode !== undefined
  const found = useOpenedMember(isAsked ? (memberId === undefined ? { couponCode } : { memberId }) : undefined)
  const member = found.data?.member
  const list = useCouponsOfMember(found.data)
  useEffect(() => {
    if (member !== undefined) noteRecentMember(`${session.operator.name} ${seller.id}`, member.memberId, member.name)
  }, [member, session, seller])
  const canIssue = member?.state === 'active' && may('issue-coupons')
  const names = new Map(list.data?.coupons.map((coupon) => [coupon.couponCode, coupon.couponName]))
  const openCoupon = (code: string) => change({ member: member?.memberId, coupon: code })
  return (
    <Page
      title={t.title}
      act={
        canIssue && (
          <Button type="primary" onClick={() => setIssuing(true)}>
            {t.issue}
          </Button>
        )
      }
    >
      {member !== undefined && isIssuing && <IssueDrawer member={member} close={() => setIssuing(false)} />}
      {!isAsked && <DeskStart />}
      {isAsked && found.isPending && <Loading />}
      {memberId !== undefined && found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {member !== undefined && (
        <MemberCard
          key={member.memberId}
          member={member}
          merges={found.data?.merges ?? []}
          limits={found.data?.limits}
          list={list.data}
        />
      )}
      {member !== undefined && (
        <div className={may('read-activity') ? 'yq-desk yq-desk-with-activity' : 'yq-desk'} data-view={view}>
          {may('read-activity') && (
            <Segmented
              className="yq-desk-view"
              options={[
                { value: 'coupons', label: t.coupons },
                { value: 'activity', label: t.activity },
              ]}
              value={view}
              onChange={setView}
            />
          )}
          {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
          {may('search-coupons') && !list.isError && (
            <CouponTabs
              list={list.data}
              tab={tab}
              openTab={(next) => change({ tab: next }, { isReplaced: true })}
              openCoupon={openCoupon}
              issue={canIssue ? () => setIssuing(true) : undefined}
            />
          )}
          {!may('search-coupons') && member.state === 'active' && (
            <UsableHere memberId={member.memberId} openCoupon={openCoupon} />
          )}
          {may('read-activity') && (
            <MemberTimeline
              memberId={member.memberId}
              couponName={(code) => names.get(code)}
              open={{
                coupon: openCoupon,
                order: (id) => change({ member: member.memberId, order: id }),
                explanation: (id) => change({ member: member.memberId, explain: id }),
              }}
            />
          )}
        </div>
      )}
      {orderId !== undefined && <OrderDrawer orderId={orderId} close={() => change({ order: undefined })} />}
      {requestId !== undefined && <ExplainDrawer requestId={requestId} close={() => change({ explain: undefined })} />}
      {couponCode !== undefined && (
        <CouponDrawer couponCode={couponCode} close={() => change({ member: member?.memberId, coupon: undefined })} />
      )}
    </Page>
  )
}
