import { returnCoupon } from '@yaoquan/api'
import { type Command, Option } from 'commander'
import { addWrite, type WriteFlags, writeAndPrint } from '#calls/gateway-call'
import { repetitionNote } from '#calls/repetition-note'
import { nonBlank } from '#options/data-options'

type ReturnFlags = WriteFlags & Readonly<{ reason: string }>

/** `yaoquan coupon return`: returns a redeemed coupon. */
export function addCouponReturn(coupon: Command): void {
  const command = coupon
    .command('return')
    .description('按核销号退回优惠券，例如订单取消时 (return a redeemed coupon, e.g. when the order is cancelled)')
    .argument('<redemption-id>', '核销号 (redemption_id)')
    .addOption(new Option('--reason <text>', '原因 (reason)').argParser(nonBlank).makeOptionMandatory())
  addWrite(command).action(returnOf)
}

async function returnOf(redemptionId: string, { reason, ...flags }: ReturnFlags): Promise<void> {
  await writeAndPrint(flags, {
    method: returnCoupon,
    send: (client, outRequestNo) => client.returnCoupon({ outRequestNo, redemptionId, reason }),
    show: (result) => {
      const until = result.endDate === undefined ? '' : `，失效日期 ${result.endDate}`
      return `已退回 ${result.couponCode ?? ''}${until} (returned)${repetitionNote(result)}`
    },
  })
}
