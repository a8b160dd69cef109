import { getOrder, maskPhone, searchOrders } from '@yaoquan/api'
import type { ResultOf } from '@yaoquan/client'
import type { Command } from 'commander'
import { addGateway, callAndPrint, type GatewayFlags } from '#calls/gateway-call'
import { wireValues } from '#calls/wire-values'
import { wholeNumber } from '#options/data-options'
import { table } from '#terminal/table'
import { valueLines } from '#terminal/value-lines'

/** `yaoquan order get` and `search`. */
export function addOrderCommands(order: Command): void {
  addGet(order)
  addSearch(order)
}

const withPhones = ['--with-phones', '显示完整手机号 (show full phone numbers)'] as const

/** Prints one order with its lines and coupons. */
function addGet(order: Command): void {
  const get = order
    .command('get')
    .description('查询一个订单及其明细和优惠券 (show an order with its lines and coupons)')
    .argument('<order>', '订单号 (order number)')
    .option(...withPhones)
  addGateway(get).action((orderId: string, flags: GatewayFlags & Readonly<{ withPhones?: boolean }>) =>
    callAndPrint(flags, {
      method: getOrder,
      send: (client) => client.getOrder({ orderId }),
      show: ({ order: found }) => (found === undefined ? '' : detailText(found, flags.withPhones ?? false)),
    }),
  )
}

type SearchOrderFlags = GatewayFlags &
  Readonly<{ phone?: string; cardNo?: string; from?: string; to?: string }> &
  Readonly<{ limit: number; cursor?: string; withPhones?: boolean }>

/** Lists orders of a member or of days. */
function addSearch(order: Command): void {
  const search = order
    .command('search')
    .description('按会员与下单日期搜索订单 (search orders by member and day)')
    .option('--phone <phone>', "会员手机号 (member's phone number)")
    .option('--card-no <no>', '会员卡号 (member card number)')
    .option('--from <day>', '下单日期起 (ordered on or after this day)')
    .option('--to <day>', '下单日期止，含 (ordered on or before this day)')
    .option('--limit <n>', '每页数量 (orders per page)', wholeNumber(1, 200), 20)
    .option('--cursor <cursor>', '上一页返回的 next_cursor (next_cursor of the previous page)')
    .option(...withPhones)
  addGateway(search).addHelpText('after', notes).action(searchFor)
}

async function searchFor(flags: SearchOrderFlags): Promise<void> {
  const { phone, cardNo, from: createdFrom, to: createdTo, limit, cursor } = flags
  await callAndPrint(flags, {
    method: searchOrders,
    send: (client) => client.searchOrderPage({ phone, cardNo, createdFrom, createdTo, limit, cursor }),
    show: ({ orders, nextCursor }) =>
      [
        listText(orders, flags.withPhones ?? false),
        nextCursor === undefined ? '没有下一页 (last page)' : `next_cursor ${nextCursor}`,
      ].join('\n'),
  })
}

type Listed = ResultOf<typeof searchOrders>['orders']
type Detailed = NonNullable<ResultOf<typeof getOrder>['order']>

function listText(orders: Listed, showsPhones: boolean): string {
  const lines = table(['订单号', '下单时间', '状态', '实付', '手机号', '会员卡号', '门店', '优惠券'])
  return lines(
    orders.map(({ orderId, createTime, orderStatus = '', payAmount, phone, cardNo = '', shop = '', coupons }) => [
      ...[orderId, createTime, orderStatus, payAmount, shownPhone(phone, showsPhones), cardNo, shop],
      coupons.map(({ couponCode, outcome }) => `${couponCode} ${outcome}`).join(', '),
    ]),
  )
}

function detailText({ lines, coupons, ...order }: Detailed, showsPhones: boolean): string {
  const { coupons: _coupons, lines: _lines, sentText, ...fields } = getOrder.response.result.fields.order.fields
  const shown = { ...order, phone: order.phone === undefined ? undefined : shownPhone(order.phone, showsPhones) }
  const ofLines = table(['行', '商品', '品类', '数量', '单价', '实付', '已退'])
  const ofCoupons = table(['券码', '结果', '核销号', '原因'])
  return [
    ...valueLines(wireValues(showsPhones ? { ...fields, sentText } : fields, shown)),
    '',
    ofLines(
      lines.map(({ lineNo, goodsId, category = '', quantity = '', price, payAmount, refundAmount = '' }) => [
        ...[String(lineNo), goodsId, category, quantity, price, payAmount, refundAmount],
      ]),
    ),
    '',
    ofCoupons(
      coupons.map(({ couponCode, outcome, redemptionId = '', errorCode = '' }) => [
        ...[couponCode, outcome, redemptionId, errorCode],
      ]),
    ),
  ].join('\n')
}

function shownPhone(phone: string | undefined, isShown: boolean): string {
  return isShown ? (phone ?? '') : maskPhone(phone ?? '')
}

const notes = `
条件同时成立；日期为 YYYY-MM-DD。手机号在文字输出中缺省打码，在JSON中按应用的权限显示。
Orders must match all filters. Days are YYYY-MM-DD. Phone numbers are masked in text, and shown as the app may see them in JSON.

示例 Examples:
  yaoquan order search --card-no 1231321111 --from 2026-11-01 --to 2026-11-30
  yaoquan order get SO-1001 --json`
