import { claimCoupons } from '@yaoquan/api'
import { type Command, Option } from 'commander'
import { addWrite, type WriteFlags, writeAndPrint } from '#calls/gateway-call'
import { repetitionNote } from '#calls/repetition-note'
import { nonBlank, wholeNumber } from '#options/data-options'
import { UsageFault } from '#terminal/faults'
import { table } from '#terminal/table'

type ClaimFlags = WriteFlags &
  Readonly<{ template: string; phone?: string; cardNo?: string; count: number; channel?: string }>

/** `yaoquan coupon claim`: issues coupons of a template to a member. */
export function addCouponClaim(coupon: Command): void {
  const claim = coupon
    .command('claim')
    .description('会员领取模板的优惠券 (a member claims coupons of a template)')
    .addOption(new Option('--template <id>', '模板id (coupon_id)').argParser(nonBlank).makeOptionMandatory())
    .option('--phone <phone>', '会员手机号 (phone)')
    .option('--card-no <no>', '会员卡号 (member card)')
    .addOption(new Option('--count <n>', '张数 (how many)').argParser(wholeNumber(1, 20)).default(1))
    .option('--channel <channel>', '渠道 (channel)')
  addWrite(claim).addHelpText('after', example).action(claimFor)
}

async function claimFor({ template: couponId, phone, cardNo, count, channel, ...flags }: ClaimFlags): Promise<void> {
  if (!phone && !cardNo) throw new UsageFault('--phone 与 --card-no 至少给出一个', 'give --phone, --card-no or both')
  await writeAndPrint(flags, {
    method: claimCoupons,
    ask: (client, outRequestNo) => client.claimCoupons({ outRequestNo, couponId, phone, cardNo, count, channel }),
    show: (result) => {
      const rows = result.coupons.map(({ couponCode, startDate, endDate }) => [couponCode, startDate, endDate])
      return `${table(['券码', '生效', '失效'])(rows)}${repetitionNote(result)}`
    },
  })
}

const example = `
示例 Example:
  yaoquan coupon claim --template 11 --phone 18612255668 --count 2`
