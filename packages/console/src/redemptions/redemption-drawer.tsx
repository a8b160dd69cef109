import { Link } from '@tanstack/react-router'
import { eventKinds, getRedemption } from '@yaoquan/api'
import { Table, Typography } from 'antd'
import type { ReactNode } from 'react'
import { moneyText } from '../design/money.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Code } from '../parts/code.tsx'
import { type Fact, Facts } from '../parts/facts.tsx'
import { NotRead } from '../parts/failure.tsx'
import { ShopName } from '../parts/shop-name.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { useRead } from '../session/use-server.ts'
import type { Redemption } from './redemptions-table.tsx'

const texts = defineTexts({
  title: { zh: '核销详情', en: 'Redemption' },
  id: { zh: '核销号', en: 'Redemption id' },
  at: { zh: '核销时间', en: 'Redeemed' },
  coupon: { zh: '优惠券', en: 'Coupon' },
  order: { zh: '订单', en: 'Order' },
  shop: { zh: '门店', en: 'Shop' },
  off: { zh: '抵扣', en: 'Off' },
  yuan: { zh: (amount: string) => `${amount} 元`, en: (amount) => `¥${amount}` },
  unknown: { zh: '收银台没有传金额', en: 'the till sent no amounts' },
  returned: eventKinds.returned,
  split: { zh: '抵扣在各行的分摊', en: 'What it took off each line' },
  line: { zh: '行号', en: 'Line' },
  lineOff: { zh: '抵扣（元）', en: 'Off (¥)' },
})

type RedemptionDrawerProps = Readonly<{
  /** Undefined: closed. */
  redemptionId: string | undefined
  close: () => void
}>

/** One redemption with its split and its return. */
export function RedemptionDrawer({ redemptionId, close }: RedemptionDrawerProps): ReactNode {
  const t = useTexts(texts)
  const request = { redemptionId: redemptionId ?? '' }
  const { data, error, refetch } = useRead(getRedemption, request, { isEnabled: redemptionId !== undefined })
  const redemption = data?.redemption
  return (
    <SideDrawer title={t.title} isOpen={redemptionId !== undefined} close={close} size={480}>
      {(error !== null || redemption === undefined) && <NotRead error={error} refetch={refetch} />}
      {redemption !== undefined && <RedemptionFacts redemption={redemption} />}
    </SideDrawer>
  )
}

function RedemptionFacts({ redemption }: Readonly<{ redemption: Redemption }>): ReactNode {
  const t = useTexts(texts)
  const { redemptionId, couponCode, couponName, orderId, shop, redeemedAt } = redemption
  const { returnedAt, returnReason, offAmount, lines = [] } = redemption
  const facts: readonly Fact[] = [
    [t.id, <Code key="id" text={redemptionId} />],
    [t.at, redeemedAt],
    [
      t.coupon,
      <span key="coupon">
        {couponName}{' '}
        <Link to="/members" search={{ coupon: couponCode } as never}>
          {couponCode}
        </Link>
      </span>,
    ],
    [t.order, <Code key="order" text={orderId} />],
    [t.shop, shop && <ShopName code={shop} />],
    [t.off, offAmount === undefined ? t.unknown : t.yuan(moneyText(offAmount))],
    [t.returned, returnedAt && [returnedAt, returnReason].filter(Boolean).join(' · ')],
  ]
  return (
    <>
      <Facts facts={facts} />
      {lines.length > 0 && (
        <>
          <Typography.Title level={3} className="yq-drawer-part">
            {t.split}
          </Typography.Title>
          <Table
            size="small"
            rowKey="lineNo"
            pagination={false}
            dataSource={[...lines]}
            columns={[
              { title: t.line, dataIndex: 'lineNo' },
              {
                title: t.lineOff,
                dataIndex: 'offAmount',
                align: 'right',
                className: 'yq-number',
                render: (off: string) => moneyText(off),
              },
            ]}
          />
        </>
      )}
    </>
  )
}
