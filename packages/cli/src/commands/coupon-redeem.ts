import { redeemCoupon } from '@yaoquan/api'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { addWrite, type WriteFlags, writeAndPrint } from '#calls/gateway-call'
import { repetitionNote } from '#calls/repetition-note'
import { orderOption } from '#options/order-option'
import { table } from '#terminal/table'

type Line = Readonly<{ category: string; amount: string }>
type RedeemFlags = WriteFlags &
  Readonly<{ order: string; shop?: string; orderAmount?: string; line?: readonly Line[]; redeemedAt?: string }>

/** `yaoquan coupon redeem`: redeems one or more coupons on an order. */
export function addCouponRedeem(coupon: Command): void {
  const redeem = coupon
    .command('redeem')
    .description(
      '核销同一订单的一张或多张优惠券，全部成功或全部失败 (redeem one or more coupons on an order, all or none)',
    )
    .argument('<code...>', '券码 (coupon codes)')
    .addOption(orderOption())
    .option('--shop <shop>', '门店 (shop)')
    .option('--order-amount <yuan>', '订单金额，元 (order amount in yuan)')
    .addOption(
      new Option(
        '--line <category=yuan>',
        '品类及其金额，元，可重复 (category and its amount in yuan; repeatable)',
      ).argParser(readLine),
    )
    .option(
      '--redeemed-at <time>',
      '离线核销的实际时间 yyyy-MM-dd HH:mm:ss，GMT+8 (time of an offline redemption, in GMT+8)',
    )
  addWrite(redeem).addHelpText('after', examples).action(redeemFor)
}

async function redeemFor(codes: readonly string[], given: RedeemFlags): Promise<void> {
  const { order: orderId, shop, orderAmount, line: lines, redeemedAt, ...flags } = given
  const [couponCode] = codes
  const coupons = codes.length === 1 ? { couponCode } : { couponCodes: codes }
  await writeAndPrint(flags, {
    method: redeemCoupon,
    send: (client, outRequestNo) =>
      client.redeemCoupon({ outRequestNo, ...coupons, orderId, shop, orderAmount, lines, redeemedAt }),
    show: (result) => {
      const rows = result.redemptions.map((redemption) => [redemption.couponCode, redemption.redemptionId])
      const shown = rows.length === 0 ? [[couponCode ?? '', result.redemptionId ?? '']] : rows
      return `${table(['券码', '核销号'])(shown)}\n核销时间 ${result.redeemedAt ?? ''} (redeemed at)${repetitionNote(result)}`
    },
  })
}

function readLine(text: string, previous: readonly Line[] | undefined): readonly Line[] {
  const end = text.lastIndexOf('=')
  const [category, amount] = [text.slice(0, end), text.slice(end + 1)]
  if (end < 1 || amount === '')
    throw new InvalidArgumentError('应为 品类=金额，如 1001=120.50 (must be category=amount)')
  return [...(previous ?? []), { category, amount }]
}

const examples = `
示例 Examples:
  yaoquan coupon redeem 111aaa --order SO-1001 --shop 01 --order-amount 199 --line 1001=120.50 --line 1002=78.50
  yaoquan coupon redeem 111aaa 222bbb --order SO-1001`
