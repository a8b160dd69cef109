import { getRedemption, listRedemptions, returnRedemption } from '@yaoquan/api'
import type { ResultOf } from '@yaoquan/client'
import { Option } from 'commander'
import { type CallRow, callRow } from '#calls/call-row'
import { pairOption, plainLines } from '#calls/wire-values'
import { say } from '#terminal/output'
import { table } from '#terminal/table'

const redemption = say('核销号', 'Redemption')
const code = say('券码', 'Code')
const off = say('抵扣', 'Off')
const line = say('行', 'Line')

/** Redemptions and returns. */
export const redemptionRows: readonly CallRow[] = [
  callRow(getRedemption, {
    takes: ['redemptionId'],
    says: ({ redemption: found }) => (found === undefined ? [] : detailLines(found)),
  }),
  callRow(listRedemptions, {
    aliases: { orderId: 'order', couponCode: 'coupon', redeemedFrom: 'from', redeemedTo: 'to' },
    defaults: { limit: 20 },
    excludes: { day: ['redeemedFrom', 'redeemedTo'], verdict: ['returned', 'notReturned'] },
    options: () => [
      new Option('--not-returned', say('只列出未退回的', 'only those not returned')).conflicts('returned'),
    ],
    adapt: (request, { notReturned }) => (notReturned ? { ...request, returned: false } : request),
    list: {
      of: 'redemptions',
      columns: [
        [redemption, ({ redemptionId }) => redemptionId],
        [code, ({ couponCode }) => couponCode],
        [say('券名称', 'Name'), ({ couponName }) => couponName],
        [say('订单号', 'Order'), ({ orderId }) => orderId],
        [say('门店', 'Shop'), ({ shop }) => shop],
        [off, ({ offAmount }) => offAmount],
        [say('核销时间', 'Redeemed'), ({ redeemedAt }) => redeemedAt],
        [say('退回时间', 'Returned'), ({ returnedAt }) => returnedAt],
        [say('裁定', 'Verdict'), ({ verdict }) => verdict],
        [say('由订单使用', 'Used by'), ({ usedOrderId }) => usedOrderId],
      ],
    },
    examples: ['redemption list --shop 01 --day 2026-11-24 --verdict conflict'],
  }),
  callRow(returnRedemption, {
    takes: ['redemptionId'],
    aliases: { orderId: 'order', giftsBack: 'gift-back' },
    needs: [{ of: ['redemptionId', 'orderId'], exactly: true }],
    options: () => [
      pairOption({
        flags: '--line <line=quantity>',
        members: ['lineNo', 'quantity'],
        description: say(
          '退货的行号与数量，可重复；--lines 的简写',
          'line and quantity; repeatable; short for --lines',
        ),
        form: say('应为 行号=数量，如 1=2', 'must be line=quantity, as 1=2'),
        pattern: /^\d{1,10}=[\d.]{1,16}$/,
      }),
    ],
    adapt(request, { line: short }) {
      if (short === undefined) return request
      const units = (short as readonly Readonly<{ lineNo: string; quantity: string }>[]).map(({ lineNo, quantity }) => {
        return { lineNo: Number(lineNo), quantity }
      })
      return { ...request, lines: [...(request.lines ?? []), ...units] }
    },
    says: returnLines,
    examples: ['redemption return --order SO-1001 --line 1=1 --reason 顾客退货 --dry-run'],
    notes: say(
      '不指定 --line 时退回全部未退的商品；只指定核销号时只退这一张券，订单上没有其他券时商品一并退回。',
      'Without --line everything that is left comes back. A redemption alone returns its coupon, and the goods with the last one.',
    ),
  }),
]

type Found = NonNullable<ResultOf<typeof getRedemption>['redemption']>

function detailLines({ lines, returnedLines, ...found }: Found): readonly string[] {
  const { fields } = getRedemption.response.result.fields.redemption
  return [
    ...plainLines(fields, found),
    ...(lines === undefined
      ? []
      : ['', table([line, off])(lines.map(({ lineNo, offAmount }) => [String(lineNo), offAmount]))]),
    ...(returnedLines === undefined ? [] : ['', returnedTable(returnedLines)]),
  ]
}

const outcomes = {
  used: say('仍使用', 'still used'),
  returned: say('已退回', 'returned'),
  not_returned: say('不退回', 'not returned'),
} as const

function returnLines(result: ResultOf<typeof returnRedemption>): readonly string[] {
  const { refundAmount, refundedAmount, heldBackAmount, returnedLines = [], coupons } = result
  const ofCoupons = table([
    code,
    redemption,
    say('结果', 'Outcome'),
    say('不再抵扣', 'Off no more'),
    say('失效', 'Ends'),
  ])
  const rows = coupons.map(({ couponCode, redemptionId, outcome, offAmount = '', endDate = '' }) => {
    return [couponCode, redemptionId, outcomes[outcome], offAmount, endDate]
  })
  return [
    refundAmount === undefined
      ? say('退款未知', 'the refund is not known')
      : say(`退款 ${refundAmount} 元`, `refund: ${refundAmount} yuan`),
    ...(refundedAmount === undefined
      ? []
      : [say(`共退 ${refundedAmount} 元`, `refunded in all: ${refundedAmount} yuan`)]),
    ...(heldBackAmount === undefined
      ? []
      : [say(`赠品扣下 ${heldBackAmount} 元`, `held back for gifts: ${heldBackAmount} yuan`)]),
    ...(returnedLines.length === 0 ? [] : [returnedTable(returnedLines)]),
    ...(rows.length === 0 ? [] : [ofCoupons(rows)]),
  ]
}

/** Lines that came back. */
function returnedTable(lines: NonNullable<ResultOf<typeof returnRedemption>['returnedLines']>): string {
  const rows = lines.map(({ lineNo, quantity, refundAmount = '' }) => [String(lineNo), quantity, refundAmount])
  return table([line, say('退货数量', 'Quantity'), say('退款', 'Refund')])(rows)
}
