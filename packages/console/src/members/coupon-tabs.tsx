import { type CouponState, couponColumns, couponStateNames, couponStateOf, couponStates } from '@yaoquan/api'
import { Button, Flex, type TableColumnsType, Tabs } from 'antd'
import type { ReactNode } from 'react'
import { Validity } from '../coupon/validity.tsx'
import { isOnPhone, useMatches } from '../design/browser-state.ts'
import { CouponStateTag } from '../design/coupon-state.tsx'
import { shortMoment, useToday } from '../design/days.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { ListTable } from '../lists/list-table.tsx'
import { channelName } from '../names/channel-text.ts'
import { codesText, codeText } from '../names/code-text.ts'
import { useShops } from '../names/use-names.ts'
import { Code } from '../parts/code.tsx'
import { NameAndRule } from '../terms/name-and-rule.tsx'
import { ruleText } from '../terms/rule-text.ts'
import type { CouponOfMember, CouponsOfMember } from './opened-member.ts'

const texts = defineTexts({
  state: couponColumns.status,
  name: { zh: '名称与规则', en: 'Name and rule' },
  code: { zh: '券码', en: 'Code' },
  validity: { zh: '有效期', en: 'Valid' },
  shops: { zh: '可用门店', en: 'Shops' },
  everyShop: { zh: '全部', en: 'All' },
  channel: couponColumns.channel,
  use: { zh: '使用或占用', en: 'Used or held by' },
  none: { zh: (state: string) => `没有${state}的券`, en: (state) => `No coupons: ${state.toLowerCase()}` },
  noneAtAll: { zh: '该会员还没有券', en: 'The member has no coupons yet' },
  issueFirst: { zh: '发第一张券', en: 'Issue the first coupon' },
  total: { zh: (count: number) => `共 ${count} 张`, en: (count) => `${count} coupons` },
  more: {
    zh: (count: number) => `只显示最早发放的 ${count} 张，后面还有`,
    en: (count) => `Only the first ${count} coupons are shown; there are more`,
  },
})

type Props = Readonly<{
  list: CouponsOfMember | undefined
  tab: CouponState
  openTab: (tab: CouponState) => void
  openCoupon: (couponCode: string) => void
  /** Issues a coupon; undefined where that is not possible. */
  issue: (() => void) | undefined
}>

/** Where shops and channels have no room: they are in the drawer of the coupon. */
const isBesideActivity = matchMedia('(width < 1500px)')

/** The coupons of a member by state, with counts. */
export function CouponTabs({ list, tab, openTab, openCoupon, issue }: Props): ReactNode {
  const t = useTexts(texts)
  const states = useTexts(couponStates)
  const today = useToday()
  const coupons = list?.coupons ?? []
  const inState = (state: CouponState) => coupons.filter((coupon) => couponStateOf(coupon, today) === state)
  const shown = inState(tab).toSorted(bySoonestEnd)
  const isEmpty = list?.isComplete === true && coupons.length === 0
  const isUseShown = tab === 'used' || tab === 'held'
  const isNarrow = useMatches(isOnPhone)
  const isMedium = useMatches(isBesideActivity)
  const hidden = [...(isUseShown ? [] : ['use']), ...(isMedium ? ['shops', 'channel'] : [])]
  const columns = useColumns(today).filter(({ key }) => !hidden.includes(String(key)))
  return (
    <section className="yq-card yq-list">
      <Tabs
        activeKey={tab}
        onChange={(key) => openTab(couponStateNames.find((state) => state === key) ?? 'usable')}
        items={couponStateNames.map((state) => ({
          key: state,
          label: (
            <>
              {states[state]} <span className="yq-number">{list === undefined ? '' : inState(state).length}</span>
            </>
          ),
        }))}
        tabBarExtraContent={
          !isNarrow && (
            <span className="yq-soft yq-list-total">
              {list?.isComplete === false ? t.more(coupons.length) : t.total(coupons.length)}
            </span>
          )
        }
      />
      <ListTable
        rows={shown}
        keyOf={({ couponCode }) => couponCode}
        columns={columns}
        isLoading={list === undefined}
        width={(isNarrow ? 300 : isMedium ? 640 : 850) + (isUseShown ? 210 : 0)}
        none={isEmpty ? <NoCoupons issue={issue} /> : t.none(states[tab])}
        open={openCoupon}
      />
    </section>
  )
}

/** The next step where a member has no coupon at all. */
function NoCoupons({ issue }: Pick<Props, 'issue'>): ReactNode {
  const t = useTexts(texts)
  return (
    <Flex vertical align="center" gap={8}>
      {t.noneAtAll}
      {issue !== undefined && <Button onClick={issue}>{t.issueFirst}</Button>}
    </Flex>
  )
}

/** What ends first comes first; coupons without an end come last. */
function bySoonestEnd(a: CouponOfMember, b: CouponOfMember): number {
  return (a.endDate ?? '9999').localeCompare(b.endDate ?? '9999') || a.couponCode.localeCompare(b.couponCode)
}

function useColumns(today: string): TableColumnsType<CouponOfMember> {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { nameOf } = useShops()
  return [
    {
      title: t.state,
      responsive: ['md'],
      width: language === 'zh' ? 92 : 120,
      render: (_, coupon) => <CouponStateTag state={couponStateOf(coupon, today)} />,
    },
    {
      title: t.name,
      ellipsis: true,
      render: (_, coupon) => (
        <NameAndRule name={coupon.couponName ?? coupon.couponId} rule={ruleText(coupon.terms ?? coupon, language)} />
      ),
    },
    {
      title: t.code,
      width: 165,
      render: (_, { couponCode }) => <Code text={couponCode} />,
    },
    {
      title: t.validity,
      width: 215,
      render: (_, coupon) => <Validity coupon={coupon} state={couponStateOf(coupon, today)} today={today} />,
    },
    {
      key: 'shops',
      title: t.shops,
      width: 110,
      ellipsis: true,
      render: (_, { shop }) => (shop === undefined ? t.everyShop : codesText(shop, nameOf)),
    },
    {
      key: 'channel',
      title: t.channel,
      width: 90,
      ellipsis: true,
      render: (_, { channel }) =>
        channel !== undefined && <span title={channel}>{channelName(channel, language)}</span>,
    },
    {
      key: 'use',
      title: t.use,
      width: 210,
      ellipsis: true,
      render: (_, { orderId, usedAt, usedShop, heldUntil }) => {
        const at = usedAt ?? heldUntil
        return [orderId, usedShop && codeText(usedShop, nameOf), at === undefined ? undefined : shortMoment(at, today)]
          .filter((part) => part !== undefined)
          .join(' · ')
      },
    },
  ]
}
