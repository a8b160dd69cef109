import { Link } from '@tanstack/react-router'
import { getOrder, memberColumns } from '@yaoquan/api'
import { Descriptions, Table, type TableColumnsType, Typography } from 'antd'
import type { ReactNode } from 'react'
import { moneyText } from '../design/money.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { channelName } from '../names/channel-text.ts'
import { codeText } from '../names/code-text.ts'
import { useCategories } from '../names/use-names.ts'
import { Code } from '../parts/code.tsx'
import { type Fact, Facts } from '../parts/facts.tsx'
import { NotRead } from '../parts/failure.tsx'
import { refusalWords } from '../parts/refusal-words.ts'
import { ShopName } from '../parts/shop-name.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import type { ResultOf } from '../server/call-method.ts'
import { useRead } from '../session/use-server.ts'

const texts = defineTexts({
  title: { zh: '订单', en: 'Order' },
  id: { zh: '订单号', en: 'Order number' },
  status: { zh: '状态（ERP 所传）', en: 'Status, as the ERP sent it' },
  created: { zh: '下单时间', en: 'Ordered' },
  paid: { zh: '付款时间', en: 'Paid' },
  amount: { zh: '实付', en: 'Paid amount' },
  yuan: { zh: (amount: string) => `${amount} 元`, en: (amount) => `¥${amount}` },
  shop: { zh: '门店', en: 'Shop' },
  channel: { zh: '渠道', en: 'Channel' },
  phone: memberColumns.phone,
  card: { zh: '会员卡', en: 'Card' },
  synced: { zh: '同步时间', en: 'Synced' },
  coupons: { zh: '优惠券', en: 'Coupons' },
  noCoupons: { zh: '订单没有用券。', en: 'The order names no coupon.' },
  lines: { zh: '明细', en: 'Lines' },
  line: { zh: '行', en: 'Line' },
  goods: { zh: '商品', en: 'Goods' },
  category: { zh: '品类', en: 'Category' },
  quantity: { zh: '数量', en: 'Quantity' },
  price: { zh: '单价（元）', en: 'Price (¥)' },
  pay: { zh: '实付（元）', en: 'Paid (¥)' },
  refund: { zh: '已退（元）', en: 'Refunded (¥)' },
})

const outcomes = defineTexts({
  redeemed: { zh: '已核销', en: 'redeemed' },
  returned: { zh: '已退回', en: 'returned' },
  released: { zh: '已释放占用', en: 'hold released' },
  kept: { zh: '按退券规则不退', en: 'not returned, by its rule' },
  refused: { zh: '未能核销', en: 'not redeemed' },
  unused: { zh: '未使用', en: 'not used' },
})

type Order = NonNullable<ResultOf<typeof getOrder>['order']>
type OrderDrawerProps = Readonly<{ orderId: string; close: () => void }>

/** One order as its ERP synced it: state, amounts, lines, and what became of its coupons. */
export function OrderDrawer({ orderId, close }: OrderDrawerProps): ReactNode {
  const t = useTexts(texts)
  const { data, error, refetch } = useRead(getOrder, { orderId })
  const order = data?.order
  return (
    <SideDrawer title={t.title} isOpen close={close} size={640}>
      {(error !== null || order === undefined) && <NotRead error={error} refetch={refetch} />}
      {order !== undefined && <OrderFacts order={order} />}
    </SideDrawer>
  )
}

function OrderFacts({ order }: Readonly<{ order: Order }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { orderId, orderStatus, createTime, payTime, payAmount, shop, channel, phone, cardNo, syncedAt } = order
  const facts: readonly Fact[] = [
    [t.id, <Code key="id" text={orderId} />],
    [t.status, orderStatus],
    [t.amount, t.yuan(moneyText(payAmount))],
    [t.created, createTime],
    [t.paid, payTime],
    [t.shop, shop && <ShopName code={shop} />],
    [t.channel, channel && channelName(channel, language)],
    [t.phone, phone],
    [t.card, cardNo],
    [t.synced, syncedAt],
  ]
  return (
    <>
      <Facts facts={facts} />
      <Typography.Title level={3} className="yq-drawer-part">
        {t.coupons}
      </Typography.Title>
      {order.coupons.length === 0 ? <p className="yq-soft">{t.noCoupons}</p> : <OrderCoupons order={order} />}
      <Typography.Title level={3} className="yq-drawer-part">
        {t.lines}
      </Typography.Title>
      <OrderLines order={order} />
    </>
  )
}

function OrderCoupons({ order }: Readonly<{ order: Order }>): ReactNode {
  const words = useTexts(outcomes)
  const { language } = useLanguage()
  const items = order.coupons.map(({ couponCode, outcome, errorCode }) => ({
    key: couponCode,
    label: (
      <Link to="/members" search={{ coupon: couponCode } as never}>
        {couponCode}
      </Link>
    ),
    children: [words[outcome], errorCode && refusalWords(errorCode, language)].filter(Boolean).join(' · '),
  }))
  return <Descriptions column={1} size="small" bordered items={items} />
}

function OrderLines({ order }: Readonly<{ order: Order }>): ReactNode {
  const t = useTexts(texts)
  const { nameOf } = useCategories()
  const number = { align: 'right', className: 'yq-number' } as const
  const money = (yuan: string | undefined) => (yuan === undefined ? '' : moneyText(yuan))
  const columns: TableColumnsType<Order['lines'][number]> = [
    { title: t.line, dataIndex: 'lineNo' },
    { title: t.goods, dataIndex: 'goodsId' },
    { title: t.category, dataIndex: 'category', render: (code?: string) => code && codeText(code, nameOf) },
    { title: t.quantity, dataIndex: 'quantity', ...number },
    { title: t.price, dataIndex: 'price', ...number, render: money },
    { title: t.pay, dataIndex: 'payAmount', ...number, render: money },
    { title: t.refund, dataIndex: 'refundAmount', ...number, render: money },
  ]
  return (
    <Table
      size="small"
      rowKey="lineNo"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={[...order.lines]}
      columns={columns}
    />
  )
}
