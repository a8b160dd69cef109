import type { TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { moneyText } from '../design/money.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { type ListPage, ListTable } from '../lists/list-table.tsx'
import { Code } from '../parts/code.tsx'
import { LinkButton } from '../parts/link-button.tsx'
import { ShopName } from '../parts/shop-name.tsx'
import type { Finding } from './day-report.ts'

const texts = defineTexts({
  what: { zh: '差异', en: 'Finding' },
  pending: { zh: '等订单', en: 'waits for an order' },
  order: { zh: '订单', en: 'Order' },
  coupon: { zh: '券码', en: 'Coupon' },
  shop: { zh: '门店', en: 'Shop' },
  off: { zh: '券的抵扣（元）', en: 'Coupon off (¥)' },
  orderOff: { zh: '订单少收（元）', en: 'Order off (¥)' },
  events: { zh: '依据的事件', en: 'Events' },
  none: { zh: '这一天订单与核销一致。', en: 'Orders and redemptions of the day agree.' },
})

type FindingsTableProps = ListPage<Finding> & Readonly<{ open: (couponCode: string) => void }>

/** A page of what does not fit together. */
export function FindingsTable({ rows, isLoading, open }: FindingsTableProps): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const amount = (yuan: string | undefined) => yuan !== undefined && moneyText(yuan)
  const columns: TableColumnsType<Finding> = [
    {
      title: t.what,
      key: 'what',
      render: (_, { text, textEn, pending }) => (
        <>
          {language === 'zh' ? text : textEn} {pending && <span className="yq-soft">（{t.pending}）</span>}
        </>
      ),
    },
    { title: t.order, dataIndex: 'orderId', width: 140, render: (order: string) => <Code text={order} /> },
    {
      title: t.coupon,
      dataIndex: 'couponCode',
      width: 170,
      render: (code: string | undefined) => code !== undefined && <LinkButton text={code} act={() => open(code)} />,
    },
    {
      title: t.shop,
      dataIndex: 'shop',
      width: 150,
      ellipsis: true,
      render: (shop: string | undefined) => shop !== undefined && <ShopName code={shop} />,
    },
    { title: t.off, dataIndex: 'offAmount', width: 120, align: 'right', className: 'yq-number', render: amount },
    {
      title: t.orderOff,
      dataIndex: 'orderOffAmount',
      width: 120,
      align: 'right',
      className: 'yq-number',
      render: amount,
    },
    { title: t.events, dataIndex: 'eventSeqs', width: 110, ellipsis: true, className: 'yq-number' },
  ]
  return (
    <ListTable
      rows={rows}
      columns={columns}
      isLoading={isLoading}
      keyOf={({ kind, orderId, couponCode, redemptionId }) => [kind, orderId, couponCode, redemptionId].join(' ')}
      width={1060}
      none={t.none}
    />
  )
}
