import { getRedemption, listRedemptions } from '@yaoquan/api'
import type { ResultOf } from '@yaoquan/client'
import { type Command, Option } from 'commander'
import { addGateway, callAndPrint, type GatewayFlags } from '#calls/gateway-call'
import { wireValues } from '#calls/wire-values'
import { wholeNumber } from '#options/data-options'
import { table } from '#terminal/table'
import { valueLines } from '#terminal/value-lines'
import { addReturn, returnedLinesText } from './redemption-return.ts'
import { addRedemptionUpload } from './redemption-upload.ts'

/** `yaoquan redemption get`, `list`, `return` and `upload`. */
export function addRedemptionCommands(redemption: Command): void {
  addGet(redemption)
  addList(redemption)
  addReturn(redemption)
  addRedemptionUpload(redemption)
}

/** Prints one redemption. */
function addGet(redemption: Command): void {
  const get = redemption
    .command('get')
    .description('按核销号查询一次核销 (show a redemption)')
    .argument('<redemption>', '核销号 (redemption_id)')
  addGateway(get).action((redemptionId: string, flags: GatewayFlags) =>
    callAndPrint(flags, {
      method: getRedemption,
      send: (client) => client.getRedemption({ redemptionId }),
      show: ({ redemption: found }) => (found === undefined ? '' : detailText(found)),
    }),
  )
}

type Found = NonNullable<ResultOf<typeof getRedemption>['redemption']>

function detailText({ lines, returnedLines, ...redemption }: Found): string {
  const { lines: _lines, returnedLines: _returned, ...fields } = getRedemption.response.result.fields.redemption.fields
  const details = valueLines(wireValues(fields, redemption))
  const ofLines = table(['行', '抵扣'])
  const split =
    lines === undefined ? [] : ['', ofLines(lines.map(({ lineNo, offAmount }) => [String(lineNo), offAmount]))]
  const returned = returnedLines === undefined ? [] : ['', returnedLinesText(returnedLines)]
  return [...details, ...split, ...returned].join('\n')
}

type ListFlags = GatewayFlags &
  Readonly<{ order?: string; shop?: string; coupon?: string; day?: string; from?: string; to?: string }> &
  Readonly<{ verdict?: UploadVerdict; returned?: boolean; notReturned?: boolean; limit: number; cursor?: string }>

/** Lists redemptions of an order, a shop, a time or a coupon. */
function addList(redemption: Command): void {
  const list = redemption
    .command('list')
    .description('按订单、门店、日期与券码查询核销 (list redemptions by order, shop, day and coupon)')
    .option('--order <order>', '订单号 (order number)')
    .option('--shop <shop>', '核销门店 (shop of the redemption)')
    .option('--coupon <code>', '券码 (coupon code)')
    .addOption(new Option('--day <day>', '核销日期 (day of the redemption)').conflicts(['from', 'to']))
    .option('--from <time>', '核销时间起 (redeemed from this day or time)')
    .option('--to <time>', '核销时间止，含 (redeemed up to this day or time)')
    .option('--returned', '只列出已退回的 (only returned ones)')
    .addOption(new Option('--not-returned', '只列出未退回的 (only those not returned)').conflicts('returned'))
    .addOption(
      new Option('--verdict <verdict>', '只列出裁定为此的离线核销 (only uploaded redemptions with this verdict)')
        .choices(verdicts)
        .conflicts(['returned', 'notReturned']),
    )
    .option('--limit <n>', '每页数量 (redemptions per page)', wholeNumber(1, 200), 20)
    .option('--cursor <cursor>', '上一页返回的 next_cursor (next_cursor of the previous page)')
  addGateway(list).addHelpText('after', notes).action(listFor)
}

async function listFor(flags: ListFlags): Promise<void> {
  const { order: orderId, shop, coupon: couponCode, day, from: redeemedFrom, to: redeemedTo } = flags
  const { verdict, limit, cursor } = flags
  const returned = flags.notReturned ? false : flags.returned
  await callAndPrint(flags, {
    method: listRedemptions,
    send: (client) =>
      client.listRedemptions({
        ...{ orderId, shop, couponCode, day, redeemedFrom, redeemedTo, returned, verdict, limit, cursor },
      }),
    show: ({ redemptions, nextCursor }) =>
      [listText(redemptions), nextCursor === undefined ? '没有下一页 (last page)' : `next_cursor ${nextCursor}`].join(
        '\n',
      ),
  })
}

function listText(redemptions: ResultOf<typeof listRedemptions>['redemptions']): string {
  const lines = table([
    '核销号',
    '券码',
    '券名称',
    '订单号',
    '门店',
    '抵扣',
    '核销时间',
    '退回时间',
    '裁定',
    '由订单使用',
  ])
  return lines(
    redemptions.map(({ couponName = '', shop = '', offAmount = '', returnedAt = '', ...redemption }) => {
      const { redemptionId, couponCode, orderId, redeemedAt } = redemption
      const { verdict = '', usedOrderId = '' } = redemption
      return [
        ...[redemptionId, couponCode, couponName, orderId, shop, offAmount, redeemedAt, returnedAt],
        ...[verdict, usedOrderId],
      ]
    }),
  )
}

const verdicts = listRedemptions.request.verdict.oneOf
type UploadVerdict = (typeof verdicts)[number]

const notes = `
条件同时成立；时间为 YYYY-MM-DD 的日期或 "YYYY-MM-DD HH:mm:ss"（GMT+8）。
Redemptions must match all filters. Times are days YYYY-MM-DD, or "YYYY-MM-DD HH:mm:ss" (GMT+8).

示例 Examples:
  yaoquan redemption list --order SO-1001
  yaoquan redemption list --shop 01 --day 2026-11-24 --not-returned
  yaoquan redemption list --shop 01 --day 2026-11-24 --verdict conflict
  yaoquan redemption get 4F7Q2M9KX3TRW8CE --json`
