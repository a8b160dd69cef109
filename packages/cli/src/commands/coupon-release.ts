import { releaseCoupon } from '@yaoquan/api'
import type { Command } from 'commander'
import { addWrite, type WriteFlags, writeAndPrint } from '#calls/gateway-call'
import { repetitionNote } from '#calls/repetition-note'
import { orderOption } from '#options/order-option'

type ReleaseFlags = WriteFlags & Readonly<{ order: string }>

/** `yaoquan coupon release`: ends the hold of an order. */
export function addCouponRelease(coupon: Command): void {
  const release = coupon
    .command('release')
    .description('释放订单对优惠券的占用 (release a coupon held for an order)')
    .argument('<code>', '券码 (coupon code)')
    .addOption(orderOption())
  addWrite(release).action(releaseOf)
}

async function releaseOf(couponCode: string, { order: orderId, ...flags }: ReleaseFlags): Promise<void> {
  await writeAndPrint(flags, {
    method: releaseCoupon,
    send: (client, outRequestNo) => client.releaseCoupon({ outRequestNo, couponCode, orderId }),
    show: (result) => `已释放 ${couponCode} (released)${repetitionNote(result)}`,
  })
}
