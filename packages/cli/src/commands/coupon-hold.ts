import { holdCoupon } from '@yaoquan/api'
import { type Command, Option } from 'commander'
import { addWrite, type WriteFlags, writeAndPrint } from '#calls/gateway-call'
import { repetitionNote } from '#calls/repetition-note'
import { wholeNumber } from '#options/data-options'
import { orderOption } from '#options/order-option'

type HoldFlags = WriteFlags & Readonly<{ order: string; ttl: number }>

/** `yaoquan coupon hold`: holds a coupon for an order. */
export function addCouponHold(coupon: Command): void {
  const hold = coupon
    .command('hold')
    .description(
      '为订单占用优惠券，到期自动释放 (hold a coupon for an order; released automatically when the time is up)',
    )
    .argument('<code>', '券码 (coupon code)')
    .addOption(orderOption())
    .addOption(
      new Option('--ttl <seconds>', '占用秒数 (duration of the hold in seconds)')
        .argParser(wholeNumber(1, 86_400))
        .default(900),
    )
  addWrite(hold).action(holdFor)
}

async function holdFor(couponCode: string, { order: orderId, ttl: ttlSeconds, ...flags }: HoldFlags): Promise<void> {
  await writeAndPrint(flags, {
    method: holdCoupon,
    send: (client, outRequestNo) => client.holdCoupon({ outRequestNo, couponCode, orderId, ttlSeconds }),
    show: (result) => `已占用至 ${result.heldUntil ?? ''} (held until)${repetitionNote(result)}`,
  })
}
