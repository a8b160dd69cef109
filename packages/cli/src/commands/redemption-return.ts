import { returnRedemption } from '@yaoquan/api'
import type { ResultOf } from '@yaoquan/client'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { addWrite, type WriteFlags, writeAndPrint } from '#calls/gateway-call'
import { nonBlank } from '#options/data-options'
import { UsageFault } from '#terminal/faults'
import { table } from '#terminal/table'

type Units = Readonly<{ lineNo: number; quantity: string }>
type ReturnFlags = WriteFlags &
  Readonly<{ order?: string; line?: readonly Units[]; giftBack?: readonly string[]; reason: string; dryRun?: boolean }>

/** `yaoquan redemption return`: takes goods of an order back, or a coupon alone. */
export function addReturn(redemption: Command): void {
  const giveBack = redemption
    .command('return')
    .description('按行退货，或整单退回，返回退款与各券结果 (return units of lines, or all of an order)')
    .argument('[redemption]', '核销号，或用 --order 指定订单 (redemption_id, or --order)')
    .option('--order <order>', '订单号 (order number)', nonBlank)
    .option('--line <line=quantity>', '退货的行号与数量，可重复 (line and quantity; repeatable)', readUnits)
    .addOption(
      new Option(
        '--gift-back <code>',
        '退回赠品的赠品券，可重复 (gift coupon whose gift is handed in; repeatable)',
      ).argParser((code: string, before: readonly string[] | undefined) => [...(before ?? []), code]),
    )
    .requiredOption('--reason <text>', '原因 (reason)', nonBlank)
    .option('--dry-run', '只试算，不写入 (only tell what would happen)')
  addWrite(giveBack).addHelpText('after', notes).action(returnFor)
}

async function returnFor(redemptionId: string | undefined, given: ReturnFlags): Promise<void> {
  const { order: orderId, line: lines, giftBack: giftsBack, reason, dryRun, ...flags } = given
  if ((redemptionId === undefined) === (orderId === undefined)) {
    throw new UsageFault('核销号与 --order 指定其一', 'give a redemption or --order, one of both')
  }
  await writeAndPrint(flags, {
    method: returnRedemption,
    send: (client, outRequestNo) =>
      client.returnRedemption({ outRequestNo, redemptionId, orderId, lines, giftsBack, reason, dryRun }),
    show: returnText,
  })
}

function returnText(result: ResultOf<typeof returnRedemption>): string {
  const { refundAmount, refundedAmount, heldBackAmount, returnedLines = [], coupons, dryRun } = result
  const sums = [
    refundAmount === undefined ? '退款未知 (refund not known)' : `退款 ${refundAmount} 元 (refund)`,
    ...(refundedAmount === undefined ? [] : [`共退 ${refundedAmount} 元 (refunded in all)`]),
    ...(heldBackAmount === undefined ? [] : [`赠品扣下 ${heldBackAmount} 元 (held back for gifts)`]),
  ]
  const ofCoupons = table(['券码', '核销号', '结果', '不再抵扣', '失效'])
  const rows = coupons.map(({ couponCode, redemptionId, outcome, offAmount = '', endDate = '' }) => {
    return [couponCode, redemptionId, outcomes[outcome], offAmount, endDate]
  })
  return [
    ...(dryRun ? ['试算，未写入 (nothing was written)'] : []),
    sums.join('\n'),
    ...(returnedLines.length === 0 ? [] : [returnedLinesText(returnedLines)]),
    ...(rows.length === 0 ? [] : [ofCoupons(rows)]),
  ].join('\n')
}

const outcomes = { used: '仍使用 used', returned: '已退回 returned', not_returned: '不退回 not returned' } as const

/** Lines that came back, as a table. */
export function returnedLinesText(lines: NonNullable<ResultOf<typeof returnRedemption>['returnedLines']>): string {
  const rows = lines.map(({ lineNo, quantity, refundAmount = '' }) => [String(lineNo), quantity, refundAmount])
  return table(['行', '退货数量', '退款'])(rows)
}

function readUnits(text: string, before: readonly Units[] | undefined): readonly Units[] {
  const [, line, quantity] = /^(\d{1,10})=([\d.]{1,16})$/.exec(text) ?? []
  if (line === undefined || quantity === undefined) {
    throw new InvalidArgumentError('应为 行号=数量，如 1=2 (must be line=quantity)')
  }
  return [...(before ?? []), { lineNo: Number(line), quantity }]
}

const notes = `
不指定 --line 时退回全部未退的商品；只指定核销号时只退这一张券，订单上没有其他券时商品一并退回。
Without --line everything that is left comes back; a redemption alone returns its coupon, and the goods with the last one.

示例 Examples:
  yaoquan redemption return --order SO-1001 --line 1=1 --reason 顾客退货 --dry-run
  yaoquan redemption return --order SO-1001 --reason 整单退货`
