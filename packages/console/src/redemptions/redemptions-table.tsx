import { RollbackOutlined } from '@ant-design/icons'
import { eventKinds, type listRedemptions } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { shortMoment, useToday } from '../design/days.ts'
import { moneyText } from '../design/money.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { type ListPage, ListTable, type RowOrder } from '../lists/list-table.tsx'
import { useShownColumns } from '../lists/shown-columns.ts'
import { Code } from '../parts/code.tsx'
import { ShopName } from '../parts/shop-name.tsx'
import type { ResultOf } from '../server/call-method.ts'

export type Redemption = ResultOf<typeof listRedemptions>['redemptions'][number]

/** Its columns. */
export const redemptionColumnTitles = defineTexts({
  at: { zh: '核销时间', en: 'Redeemed' },
  coupon: { zh: '优惠券', en: 'Coupon' },
  code: { zh: '券码', en: 'Code' },
  order: { zh: '订单', en: 'Order' },
  shop: { zh: '门店', en: 'Shop' },
  off: { zh: '抵扣（元）', en: 'Off (¥)' },
  returned: eventKinds.returned,
})

const texts = defineTexts({
  unknown: { zh: '未知', en: 'unknown' },
  none: {
    zh: '没有符合条件的核销。换个条件试试。',
    en: 'No redemption matches. Try another filter.',
  },
  noneYet: {
    zh: '还没有核销。收银系统或店员核销后列在这里。',
    en: 'No redemptions yet. Those of tills and clerks are listed here.',
  },
})

type RedemptionsTableProps = ListPage<Redemption> &
  Readonly<{
    /** Whether all are of one shop, whose name is the title. */
    isOfShop?: boolean
    isFiltered: boolean
    open: (redemptionId: string) => void
    order?: RowOrder
  }>

/** A page of redemptions; a row opens its drawer. */
export function RedemptionsTable({ isOfShop = false, isFiltered, order, ...page }: RedemptionsTableProps): ReactNode {
  const t = useTexts(texts)
  const today = useToday()
  const columns = useShownColumns<Redemption, typeof redemptionColumnTitles>(redemptionColumnTitles, {
    at: {
      dataIndex: 'redeemedAt',
      width: 124,
      render: (at: string) => <time title={at}>{shortMoment(at, today)}</time>,
    },
    coupon: { dataIndex: 'couponName', ellipsis: true },
    code: { dataIndex: 'couponCode', width: 170, render: (code: string) => <Code text={code} /> },
    order: { dataIndex: 'orderId', width: 170, render: (orderId: string) => <Code text={orderId} /> },
    shop: {
      dataIndex: 'shop',
      width: 150,
      ellipsis: true,
      render: (shop: string | undefined) => shop !== undefined && <ShopName code={shop} />,
    },
    off: {
      dataIndex: 'offAmount',
      width: 110,
      align: 'right',
      className: 'yq-number',
      render: (off: string | undefined) =>
        off === undefined ? <span className="yq-soft">{t.unknown}</span> : moneyText(off),
    },
    returned: {
      dataIndex: 'returnedAt',
      width: 140,
      render: (at: string | undefined) =>
        at !== undefined && (
          <time title={at} className="yq-soft">
            <RollbackOutlined aria-hidden /> {shortMoment(at, today)}
          </time>
        ),
    },
  })
  return (
    <ListTable
      {...page}
      columns={isOfShop ? columns.filter(({ key }) => key !== 'shop') : columns}
      keyOf={({ redemptionId }) => redemptionId}
      {...(order && { sort: { column: 'at', isNewestFirst: order.isNewestFirst, change: order.change } })}
      none={isFiltered ? t.none : t.noneYet}
    />
  )
}
