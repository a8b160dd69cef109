import {
  evaluateBasket,
  getOrder,
  getReconciliation,
  listDayReports,
  memberColumns,
  searchOrders,
  sumCosts,
  syncOrder,
} from '@yaoquan/api'
import type { ResultOf } from '@yaoquan/client'
import { type CallRow, callRow } from '#calls/call-row'
import { plainLines } from '#calls/wire-values'
import { localized, say } from '#terminal/output'
import { shownPhone } from '#terminal/row-tables'
import { table } from '#terminal/table'

/** Baskets, orders and their reconciliation. */
export const orderRows: readonly CallRow[] = [
  callRow(evaluateBasket, { aliases: { orderId: 'order' } }),
  callRow(getOrder, {
    takes: ['orderId'],
    says: ({ order }, _request, { showsPhones }) => (order === undefined ? [] : detailLines(order, showsPhones)),
  }),
  callRow(searchOrders, {
    aliases: { createdFrom: 'from', createdTo: 'to' },
    defaults: { limit: 20 },
    list: {
      of: 'orders',
      columns: [
        [say('订单号', 'Order'), ({ orderId }) => orderId],
        [say('下单时间', 'Ordered'), ({ createTime }) => createTime],
        [say('状态', 'State'), ({ orderStatus }) => orderStatus],
        [say('实付', 'Paid'), ({ payAmount }) => payAmount],
        [localized(memberColumns.phone), ({ phone }, { showsPhones }) => shownPhone(phone, showsPhones)],
        [localized(memberColumns.cardNo), ({ cardNo }) => cardNo],
        [say('门店', 'Shop'), ({ shop }) => shop],
        [
          say('优惠券', 'Coupons'),
          ({ coupons }) => coupons.map(({ couponCode, outcome }) => `${couponCode} ${outcome}`).join(', '),
        ],
      ],
    },
  }),
  callRow(syncOrder, { takes: ['order'] }),
  callRow(getReconciliation, { takes: ['day'] }),
  callRow(listDayReports, {
    aliases: { fromDay: 'from', toDay: 'to' },
    list: {
      of: 'days',
      columns: [
        [say('日期', 'Day'), ({ day }) => day],
        [say('差异', 'Findings'), ({ findingCount }) => String(findingCount)],
        [say('已处理', 'Handled'), ({ handledCount }) => String(handledCount)],
        [say('等待', 'Pending'), ({ pendingCount }) => String(pendingCount)],
        [say('核销', 'Redemptions'), ({ redemptions }) => String(redemptions)],
        [say('费用', 'Cost'), ({ netAmount }) => netAmount],
        [say('生成于', 'Computed'), ({ computedAt }) => computedAt],
      ],
    },
  }),
  callRow(sumCosts, {
    aliases: { fromDay: 'from', toDay: 'to', groupBy: 'by' },
    list: {
      of: 'rows',
      columns: [
        ['', ({ key = say('（未设定）', '(none)') }) => key],
        [say('名称', 'Name'), ({ name }) => name],
        [say('核销', 'Redemptions'), ({ redemptions }) => String(redemptions)],
        [say('抵扣', 'Off'), ({ redeemedAmount }) => redeemedAmount],
        [say('退回', 'Returned'), ({ returnedAmount }) => returnedAmount],
        [say('费用', 'Cost'), ({ netAmount }) => netAmount],
      ],
    },
  }),
]

type Detailed = NonNullable<ResultOf<typeof getOrder>['order']>

function detailLines({ lines, coupons, sentText, ...order }: Detailed, showsPhones: boolean): readonly string[] {
  const { fields } = getOrder.response.result.fields.order
  const shown = { ...order, phone: shownPhone(order.phone, showsPhones), ...(showsPhones ? { sentText } : {}) }
  const ofLines = table([
    say('行', 'Line'),
    say('商品', 'Goods'),
    say('品类', 'Category'),
    say('数量', 'Quantity'),
    say('单价', 'Price'),
    say('实付', 'Paid'),
    say('已退', 'Refunded'),
  ])
  const ofCoupons = table([
    say('券码', 'Code'),
    say('结果', 'Outcome'),
    say('核销号', 'Redemption'),
    say('原因', 'Reason'),
  ])
  return [
    ...plainLines(fields, shown),
    '',
    ofLines(
      lines.map(({ lineNo, goodsId, category = '', quantity = '', price, payAmount, refundAmount = '' }) => {
        return [String(lineNo), goodsId, category, quantity, price, payAmount, refundAmount]
      }),
    ),
    '',
    ofCoupons(
      coupons.map(({ couponCode, outcome, redemptionId = '', errorCode = '' }) => {
        return [couponCode, outcome, redemptionId, errorCode]
      }),
    ),
  ]
}
