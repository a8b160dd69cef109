import { voidCoupons } from '@yaoquan/api'
import { type Command, Option } from 'commander'
import { addWrite, type WriteFlags, writeAndPrint } from '#calls/gateway-call'
import { repetitionNote } from '#calls/repetition-note'
import { nonBlank } from '#options/data-options'
import { UsageFault } from '#terminal/faults'
import { table } from '#terminal/table'

type VoidFlags = WriteFlags & Readonly<{ template?: string; reason: string }>

/** `yaoquan coupon void`: voids coupons by code, or all unused coupons of a template. */
export function addCouponVoid(coupon: Command): void {
  const command = coupon
    .command('void')
    .description('作废优惠券，或一个模板的全部未使用券 (void coupons by code, or all unused coupons of a template)')
    .argument('[code...]', '券码，最多1000个 (coupon codes, up to 1000)')
    .addOption(new Option('--template <id>', '模板id (template id, coupon_id)').argParser(nonBlank))
    .addOption(new Option('--reason <text>', '原因 (reason)').argParser(nonBlank).makeOptionMandatory())
  addWrite(command).action(voidThese)
}

async function voidThese(codes: readonly string[], { template, reason, ...flags }: VoidFlags): Promise<void> {
  if (codes.length > 0 === (template !== undefined)) {
    throw new UsageFault('请指定券码或 --template，二者选一', 'either coupon codes or --template is required')
  }
  const what = template === undefined ? { couponCodes: codes } : { couponId: template }
  await writeAndPrint(flags, {
    method: voidCoupons,
    send: (client, outRequestNo) => client.voidCoupons({ outRequestNo, ...what, reason }),
    show: (result) => {
      const counts = `作废 ${result.voidedCount} 张，未能作废 ${result.refusedCount} 张 (voided, refused)`
      const rows = result.items.map(({ couponCode, outcome, orderId }) => [
        couponCode,
        outcomes[outcome],
        orderId ?? '',
      ])
      const items = rows.length === 0 ? '' : `${table(['券码', '结果', '订单'])(rows)}\n`
      return `${items}${counts}${repetitionNote(result)}`
    },
  })
}

const outcomes = {
  voided: '已作废',
  already_void: '此前已作废',
  used: '已使用，不能作废',
  not_found: '不存在',
} as const
