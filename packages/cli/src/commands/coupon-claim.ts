import { claimCoupons } from '@yaoquan/api'
import { type Command, Option } from 'commander'
import { addWrite, type WriteFlags, writeAndPrint } from '#calls/gateway-call'
import { repetitionNote } from '#calls/repetition-note'
import { nonBlank, wholeNumber } from '#options/data-options'
import { UsageFault } from '#terminal/faults'
import { table } from '#terminal/table'

type ClaimFlags = WriteFlags &
  Readonly<{ template: string; phone?: string; cardNo?: string; count: number; channel?: string }>

/** `yaoquan coupon claim`: claims coupons of a template for a member. */
export function addCouponClaim(coupon: Command): void {
  const claim = coupon
    .command('claim')
    .description('会员领取某模板的优惠券 (claim coupons of a template for a member)')
    .addOption(
      new Option('--template <id>', '模板id (template id, coupon_id)').argParser(nonBlank).makeOptionMandatory(),
    )
    .option('--phone <phone>', "会员手机号 (member's phone number)")
    .option('--card-no <no>', '会员卡号 (member card number)')
    .addOption(new Option('--count <n>', '张数 (number of coupons)').argParser(wholeNumber(1, 20)).default(1))
    .option('--channel <channel>', '渠道 (channel)')
  addWrite(claim).addHelpText('after', example).action(claimFor)
}

async function claimFor({ template: couponId, phone, cardNo, count, channel, ...flags }: ClaimFlags): Promise<void> {
  if (!phone && !cardNo)
    throw new UsageFault('--phone 与 --card-no 至少指定一个', '--phone, --card-no or both are required')
  await writeAndPrint(flags, {
    method: claimCoupons,
    send: (client, outRequestNo) => client.claimCoupons({ outRequestNo, couponId, phone, cardNo, count, channel }),
    show: (result) => {
      const rows = result.coupons.map(({ couponCode, startDate, endDate }) => [couponCode, startDate, endDate])
      return `${table(['券码', '生效', '失效'])(rows)}${repetitionNote(result)}`
    },
  })
}

const example = `
示例 Example:
  yaoquan coupon claim --template 11 --phone 18612255668 --count 2`
