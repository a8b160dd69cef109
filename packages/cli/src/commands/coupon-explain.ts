import { explainCoupon } from '@yaoquan/api'
import type { ResultOf } from '@yaoquan/client'
import type { Command } from 'commander'
import { addGateway, callAndPrint, type GatewayFlags } from '#calls/gateway-call'
import { wireValues } from '#calls/wire-values'
import { type OrderLine, orderLineOption } from '#options/order-line'
import { UsageFault } from '#terminal/faults'
import { valueLines } from '#terminal/value-lines'

type ExplainFlags = GatewayFlags &
  Readonly<{ call?: string; order?: string; shop?: string; channel?: string; at?: string; memberLevel?: string }> &
  Readonly<{ line?: readonly OrderLine[] }>

/** `yaoquan coupon explain`: why a coupon was refused, and what would make it usable. */
export function addCouponExplain(coupon: Command): void {
  const explain = coupon
    .command('explain')
    .description('为什么用不了：被拒的调用，或某一时刻的一张券 (why a call was refused, or a coupon at a moment)')
    .argument('[code]', '券码 (coupon code)')
    .option('--call <request-id>', '被拒调用应答中的 request_id (request_id of the answer of the refused call)')
    .option('--order <order>', '订单号 (order number)')
    .option('--shop <shop>', '门店 (shop)')
    .option('--channel <channel>', '下单渠道 (channel of the sale)')
    .option('--at <time>', '时刻 yyyy-MM-dd HH:mm:ss，GMT+8，缺省为现在 (the moment in GMT+8; default now)')
    .option('--member-level <level>', '会员等级 (level of the member)')
    .addOption(orderLineOption())
  addGateway(explain).addHelpText('after', examples).action(explainFor)
}

async function explainFor(couponCode: string | undefined, flags: ExplainFlags): Promise<void> {
  const { call: requestId, order: orderId, shop, channel, at, memberLevel, line: lines } = flags
  if ((couponCode === undefined) === (requestId === undefined)) {
    throw new UsageFault('请给出券码或 --call 之一', 'give a coupon code or --call')
  }
  await callAndPrint(flags, {
    method: explainCoupon,
    send: (client) => client.explainCoupon({ requestId, couponCode, orderId, shop, channel, at, memberLevel, lines }),
    show: shownText,
  })
}

type Result = ResultOf<typeof explainCoupon>

const { call: callField, explanations: list } = explainCoupon.response.result.fields

function shownText({ at, call, explanations }: Result): string {
  const ofCall = call === undefined ? [] : valueLines(wireValues(callField.fields, call))
  return [`时刻 ${at ?? ''} (at)`, ...ofCall, ...explanations.flatMap(linesOf)].join('\n')
}

function linesOf({ reasons, nearestChange, reason, reasonEn, ...explanation }: Result['explanations'][number]) {
  const { reasons: _reasons, nearestChange: _change, ...fields } = list.item.fields
  const all = reasons.map((one) => `  ${one.reason} (${one.reasonEn})`)
  const change = nearestChange && `改动 ${nearestChange.change} (${nearestChange.changeEn})`
  return [
    '',
    ...valueLines(wireValues(fields, explanation)),
    ...(all.length === 0 ? [] : ['原因 (reasons)', ...all]),
    ...(change === undefined ? [] : [change]),
  ]
}

const examples = `
示例 Examples:
  yaoquan coupon explain --call 15r8qk9x1abc
  yaoquan coupon explain 111aaa --shop 01 --at "2026-11-24 22:29:00" --line 1001=80`
