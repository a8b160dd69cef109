import { boolean, listOf, objects, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { cursor, limit, newestFirst, nextCursor } from './cursor-fields.ts'
import { omittedInSample, redemptionFields } from './redemption-fields.ts'
import { uploadVerdicts, verdictText } from './upload-fields.ts'
import { resultOf } from './write-fields.ts'

export const listRedemptions = defineMethod({
  name: 'yaoquan.redemption.list',
  title: { zh: '查询核销记录', en: 'List redemptions' },
  description: {
    zh: '按订单、门店、日期与券码查询核销，按核销时间排列，按游标翻页；多个条件需同时满足。核销超时后据此确认是否成功；传 verdict 则列出上传的离线核销，供对账。不写入任何内容',
    en: 'Lists redemptions by order, shop, day and coupon, in order of time, with cursor paging; a redemption must match all filters. Tells after a timeout whether a redemption went through. With verdict it lists redemptions that tills uploaded, for reconciliation. Writes nothing',
  },
  ...reads(category.coupons),
  examples: { couponCode: 'SAMPLE-LIST', orderId: 'SO-LIST' },
  request: {
    orderId: text('order_id', 'SO-1001', '订单号', 'Order number', { maxLength: 64 }),
    shop: text('shop', '01', '核销门店', 'Shop of the redemption', { maxLength: 64 }),
    couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code', { maxLength: 64 }),
    day: text('day', '2026-11-24', '核销日期', 'Day of the redemption (GMT+8)', { maxLength: 10 }),
    redeemedFrom: text(
      'redeemed_from',
      '2026-11-24 22:00:00',
      '核销时间起：日期，或到秒的时间；与 day 不同时传',
      'Redeemed from: a day, or a time to the second (GMT+8); not together with day',
      { maxLength: 19 },
    ),
    redeemedTo: text(
      'redeemed_to',
      '2026-11-24',
      '核销时间止（含当天或当秒）',
      'Redeemed up to: a day, or a time to the second, inclusive (GMT+8)',
      { maxLength: 19 },
    ),
    returned: boolean(
      'returned',
      false,
      '只查已退回或未退回的；不传为全部',
      'Only returned (true) or only not returned (false) redemptions; absent: all',
    ),
    verdict: text(
      'verdict',
      'conflict',
      `只查收银台离线核销后上传的、裁定为此的；与 returned 不同时传: ${verdictText[0]}`,
      `Only redemptions that tills uploaded, with this verdict; not together with returned: ${verdictText[1]}`,
      { oneOf: uploadVerdicts },
    ),
    newestFirst,
    cursor,
    limit: limit(200),
  },
  sampleOmits: ['newestFirst', 'cursor', 'verdict', 'day', 'redeemedFrom', 'redeemedTo'],
  ...resultOf(
    'ListRedemptionsResult',
    {
      redemptions: listOf(
        'redemptions',
        objects('redemption_record', 'RedemptionRecord', redemptionFields),
        '核销，按核销时间；一页可能不满甚至为空，有 next_cursor 就还有下一页',
        'Redemptions by time; a page may be short or empty, and has a next one if there is a next_cursor',
      ),
      nextCursor,
    },
    omittedInSample('result.redemptions'),
  ),
  errorCodes: [businessErrors.invalidCursor],
})
