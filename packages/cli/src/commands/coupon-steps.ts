import {
  claimCoupons,
  extendCoupons,
  holdCoupon,
  redeemCoupon,
  releaseCoupon,
  returnCoupon,
  voidCoupons,
} from '@yaoquan/api'
import type { Command } from 'commander'
import { addWrite, type WriteFlags, writeAndPrint } from '#calls/gateway-call'
import { nonBlank, wholeNumber } from '#options/data-options'
import { type OrderLine, orderLineOption } from '#options/order-line'
import { UsageFault } from '#terminal/faults'
import { table } from '#terminal/table'

/** `yaoquan coupon claim`, `hold`, `release`, `redeem`, `return`, `void` and `extend`: the steps in the life of a coupon. */
export function addCouponSteps(coupon: Command): void {
  addClaim(coupon)
  addHold(coupon)
  addRelease(coupon)
  addRedeem(coupon)
  addReturn(coupon)
  addVoid(coupon)
  addExtend(coupon)
}

type ClaimFlags = WriteFlags &
  Readonly<{ template?: string; code?: string; phone?: string; cardNo?: string; count: number; channel?: string }>

function addClaim(coupon: Command): void {
  const claim = coupon
    .command('claim')
    .description('会员领取某模板的优惠券或预留券码 (claim coupons of a template, or a reserved code, for a member)')
    .option('--template <id>', '模板id (template id, coupon_id)', nonBlank)
    .option(
      '--code <code>',
      '预留券码，成为该会员的券 (reserved code, which becomes the coupon of the member)',
      nonBlank,
    )
    .option('--phone <phone>', "会员手机号 (member's phone number)")
    .option('--card-no <no>', '会员卡号 (member card number)')
    .option('--count <n>', '张数 (number of coupons)', wholeNumber(1, 20), 1)
    .option('--channel <channel>', '渠道 (channel)')
  addWrite(claim)
    .addHelpText(
      'after',
      '\n示例 Example:\n  yaoquan coupon claim --template 11 --phone 18612255668 --count 2\n  yaoquan coupon claim --code 7HKM3QXA9TRW4NCE --phone 18612255668',
    )
    .action(claimFor)
}

async function claimFor(asked: ClaimFlags): Promise<void> {
  const { template: couponId, code: couponCode, phone, cardNo, count, channel, ...flags } = asked
  if (!couponId && !couponCode) {
    throw new UsageFault('--template 与 --code 至少指定一个', '--template or --code is required')
  }
  if (!phone && !cardNo) {
    throw new UsageFault('--phone 与 --card-no 至少指定一个', '--phone, --card-no or both are required')
  }
  await writeAndPrint(flags, {
    method: claimCoupons,
    send: (client, outRequestNo) =>
      client.claimCoupons({ outRequestNo, couponId, couponCode, phone, cardNo, count, channel }),
    show: ({ coupons }) =>
      table(['券码', '生效', '失效'])(
        coupons.map((claimed) => [claimed.couponCode, claimed.startDate, claimed.endDate]),
      ),
  })
}

const codeArgument = ['<code>', '券码 (coupon code)'] as const
const orderOption = ['--order <id>', '订单号 (order id)', nonBlank] as const
const reasonOption = ['--reason <text>', '原因 (reason)', nonBlank] as const

function addHold(coupon: Command): void {
  const hold = coupon
    .command('hold')
    .description(
      '为订单占用优惠券，到期自动释放 (hold a coupon for an order; released automatically when the time is up)',
    )
    .argument(...codeArgument)
    .requiredOption(...orderOption)
    .option('--ttl <seconds>', '占用秒数 (duration of the hold in seconds)', wholeNumber(1, 86_400), 900)
  addWrite(hold).action((couponCode: string, flags: WriteFlags & Readonly<{ order: string; ttl: number }>) =>
    writeAndPrint(flags, {
      method: holdCoupon,
      send: (client, outRequestNo) =>
        client.holdCoupon({ outRequestNo, couponCode, orderId: flags.order, ttlSeconds: flags.ttl }),
      show: ({ heldUntil = '' }) => `已占用至 ${heldUntil} (held until)`,
    }),
  )
}

function addRelease(coupon: Command): void {
  const release = coupon
    .command('release')
    .description('释放订单对优惠券的占用 (release a coupon held for an order)')
    .argument(...codeArgument)
    .requiredOption(...orderOption)
  addWrite(release).action((couponCode: string, flags: WriteFlags & Readonly<{ order: string }>) =>
    writeAndPrint(flags, {
      method: releaseCoupon,
      send: (client, outRequestNo) => client.releaseCoupon({ outRequestNo, couponCode, orderId: flags.order }),
      show: () => `已释放 ${couponCode} (released)`,
    }),
  )
}

type RedeemFlags = WriteFlags &
  Readonly<{ order: string; shop?: string; orderAmount?: string; line?: readonly OrderLine[]; redeemedAt?: string }>

function addRedeem(coupon: Command): void {
  const redeem = coupon
    .command('redeem')
    .description(
      '核销同一订单的一张或多张优惠券，全部成功或全部失败 (redeem one or more coupons on an order, all or none)',
    )
    .argument('<code...>', '券码 (coupon codes)')
    .requiredOption(...orderOption)
    .option('--shop <shop>', '门店 (shop)')
    .option('--order-amount <yuan>', '订单金额，元 (order amount in yuan)')
    .addOption(orderLineOption())
    .option(
      '--redeemed-at <time>',
      '离线核销的实际时间 yyyy-MM-dd HH:mm:ss，GMT+8 (time of an offline redemption, in GMT+8)',
    )
  addWrite(redeem).addHelpText('after', redeemExamples).action(redeemFor)
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
      return `${table(['券码', '核销号'])(shown)}\n核销时间 ${result.redeemedAt ?? ''} (redeemed at)`
    },
  })
}

const redeemExamples = `
示例 Examples:
  yaoquan coupon redeem 111aaa --order SO-1001 --shop 01 --order-amount 199 --line 1001=120.50 --line 1002=78.50
  yaoquan coupon redeem 111aaa 222bbb --order SO-1001`

function addReturn(coupon: Command): void {
  const command = coupon
    .command('return')
    .description('按核销号退回优惠券，例如订单取消时 (return a redeemed coupon, e.g. when the order is cancelled)')
    .argument('<redemption-id>', '核销号 (redemption_id)')
    .requiredOption(...reasonOption)
  addWrite(command).action((redemptionId: string, flags: WriteFlags & Readonly<{ reason: string }>) =>
    writeAndPrint(flags, {
      method: returnCoupon,
      send: (client, outRequestNo) => client.returnCoupon({ outRequestNo, redemptionId, reason: flags.reason }),
      show: ({ couponCode = '', endDate }) =>
        `已退回 ${couponCode}${endDate === undefined ? '' : `，失效日期 ${endDate}`} (returned)`,
    }),
  )
}

type VoidFlags = WriteFlags & Readonly<{ template?: string; reason: string; voidHeld?: boolean }>

function addVoid(coupon: Command): void {
  const command = coupon
    .command('void')
    .description('作废优惠券，或一个模板的全部未使用券 (void coupons by code, or all unused coupons of a template)')
    .argument('[code...]', '券码，最多1000个 (coupon codes, up to 1000)')
    .option('--template <id>', '模板id (template id, coupon_id)', nonBlank)
    .option('--void-held', '被订单占用的券也作废 (void also coupons that an order holds)')
    .requiredOption(...reasonOption)
  addWrite(command).action(voidThese)
}

/** @throws UsageFault unless either codes or a template are given */
function codesOrTemplate(codes: readonly string[], template: string | undefined) {
  if (codes.length > 0 === (template !== undefined)) {
    throw new UsageFault('请指定券码或 --template，二者选一', 'either coupon codes or --template is required')
  }
  return template === undefined ? { couponCodes: codes } : { couponId: template }
}

async function voidThese(codes: readonly string[], given: VoidFlags): Promise<void> {
  const { template, reason, voidHeld, ...flags } = given
  const what = codesOrTemplate(codes, template)
  await writeAndPrint(flags, {
    method: voidCoupons,
    send: (client, outRequestNo) => client.voidCoupons({ outRequestNo, ...what, reason, voidHeld }),
    show: ({ items, voidedCount, refusedCount }) => {
      const rows = items.map(({ couponCode, outcome, orderId = '' }) => [couponCode, voidOutcomes[outcome], orderId])
      const list = rows.length === 0 ? '' : `${table(['券码', '结果', '订单'])(rows)}\n`
      return `${list}作废 ${voidedCount} 张，未能作废 ${refusedCount} 张 (voided, refused)`
    },
  })
}

const voidOutcomes = {
  voided: '已作废',
  already_void: '此前已作废',
  used: '已使用，不能作废',
  held: '被订单占用，未作废',
  not_found: '不存在',
} as const

type ExtendFlags = WriteFlags & Readonly<{ template?: string; to: string; reason?: string }>

function addExtend(coupon: Command): void {
  const command = coupon
    .command('extend')
    .description(
      '延长优惠券或一个模板的全部未使用券的有效期 (give coupons, or all unused coupons of a template, a later last day)',
    )
    .argument('[code...]', '券码，最多1000个 (coupon codes, up to 1000)')
    .option('--template <id>', '模板id (template id, coupon_id)', nonBlank)
    .requiredOption('--to <day>', '新的失效日期 YYYY-MM-DD (new last valid day)', nonBlank)
    .option(...reasonOption)
  addWrite(command).action(extendThese)
}

async function extendThese(codes: readonly string[], given: ExtendFlags): Promise<void> {
  const { template, to: endDate, reason, ...flags } = given
  const what = codesOrTemplate(codes, template)
  await writeAndPrint(flags, {
    method: extendCoupons,
    send: (client, outRequestNo) => client.extendCoupons({ outRequestNo, ...what, endDate, reason }),
    show: ({ items, extendedCount, refusedCount }) => {
      const rows = items.map((item) => [item.couponCode, extendOutcomes[item.outcome], item.endDate ?? ''])
      const list = rows.length === 0 ? '' : `${table(['券码', '结果', '失效'])(rows)}\n`
      return `${list}延期 ${extendedCount} 张，未能延期 ${refusedCount} 张 (extended, refused)`
    },
  })
}

const extendOutcomes = {
  extended: '已延期',
  unchanged: '失效日期已是该日',
  not_later: '现有失效日期更晚',
  used: '已使用',
  void: '已作废',
  not_found: '不存在',
} as const
