import { getCoupon } from '@yaoquan/api'
import type { DetailedCoupon } from '@yaoquan/client'
import type { Command } from 'commander'
import { addGateway, callAndPrint, type GatewayFlags } from '#calls/gateway-call'
import { detailLines } from '#terminal/detail-lines'
import { eventTable } from '#terminal/event-table'

type GetFlags = GatewayFlags & Readonly<{ withPhones?: boolean }>

/** `yaoquan coupon get`: prints one coupon with its events. */
export function addCouponGet(coupon: Command): void {
  const get = coupon
    .command('get')
    .description('查询一张优惠券及其事件 (show a coupon and its events)')
    .argument('<code>', '券码 (coupon code)')
    .option('--with-phones', '显示完整手机号 (show the full phone number)')
  addGateway(get).action(getOne)
}

async function getOne(couponCode: string, { withPhones, ...flags }: GetFlags): Promise<void> {
  await callAndPrint(flags, {
    method: getCoupon,
    send: (client) => client.getCoupon({ couponCode }),
    show: ({ coupon, timeline }) => [...detailsOf(coupon, withPhones), '', eventTable()(timeline)].join('\n'),
  })
}

function detailsOf(coupon: DetailedCoupon | undefined, withPhones = false): readonly string[] {
  return coupon === undefined ? [] : detailLines(coupon, withPhones)
}
