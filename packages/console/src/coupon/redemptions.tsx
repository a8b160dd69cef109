import type { listRedemptions } from '@yaoquan/api'
import { Flex, Tag } from 'antd'
import type { ReactNode } from 'react'
import { shortMoment } from '../design/days.ts'
import { moneyText } from '../design/money.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Code } from '../parts/code.tsx'
import { ShopName } from '../parts/shop-name.tsx'
import type { ResultOf } from '../server/call-method.ts'

const texts = defineTexts({
  order: { zh: '订单', en: 'Order' },
  shop: { zh: '门店', en: 'Shop' },
  off: { zh: '抵扣', en: 'Off' },
  line: { zh: '行', en: 'Line' },
  noAmount: { zh: '没有金额', en: 'no amount' },
  returned: { zh: (at: string) => `${at} 退回`, en: (at) => `returned ${at}` },
})

type Redemption = ResultOf<typeof listRedemptions>['redemptions'][number]

/** The redemptions of a coupon, each with what it took off each line. */
export function Redemptions({
  redemptions,
  today,
}: Readonly<{ redemptions: readonly Redemption[]; today: string }>): ReactNode {
  const t = useTexts(texts)
  return redemptions.map((one) => (
    <div key={one.redemptionId} className="yq-redemption">
      <Flex wrap gap="0 16px" align="center">
        <span className="yq-number" title={one.redeemedAt}>
          {shortMoment(one.redeemedAt, today)}
        </span>
        <span>
          {t.order} <Code text={one.orderId} />
        </span>
        {one.shop !== undefined && (
          <span>
            {t.shop} <ShopName code={one.shop} />
          </span>
        )}
        <span className="yq-number">
          {t.off} {one.offAmount === undefined ? t.noAmount : `¥${moneyText(one.offAmount)}`}
        </span>
        {one.returnedAt !== undefined && (
          <Tag color="warning" title={one.returnReason}>
            {t.returned(shortMoment(one.returnedAt, today))}
          </Tag>
        )}
      </Flex>
      {(one.lines?.length ?? 0) > 1 && (
        <table>
          <thead className="yq-soft">
            <tr>
              <th>{t.line}</th>
              <th>{t.off}</th>
            </tr>
          </thead>
          <tbody className="yq-number">
            {one.lines?.map(({ lineNo, offAmount }) => (
              <tr key={lineNo}>
                <td>{lineNo}</td>
                <td>{moneyText(offAmount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="yq-soft">
        <Code text={one.redemptionId} />
      </div>
    </div>
  ))
}
