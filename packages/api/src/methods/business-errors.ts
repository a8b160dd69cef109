import { type BusinessError, row } from '../language/method.ts'
import { memberErrors } from './member-errors.ts'

/**
 * The refusals of the `yaoquan.*` methods, reported in `result.error_code`. Placeholders such as `{failed}` are filled
 * in when the refusal is raised.
 */
export const businessErrors = {
  idempotentConflict: row(
    'IDEMPOTENT_CONFLICT',
    {
      zh: '请求号 {outRequestNo} 已用于内容不同的请求',
      en: 'This out_request_no was used for a request with different content',
    },
    { zh: '内容不同的请求请使用新的 out_request_no', en: 'Use a new out_request_no for different content' },
    'out_request_no {outRequestNo} was used for a request with different content',
  ),
  partlyFailed: row(
    'PARTLY_FAILED',
    { zh: '{failed} 项未成功，详见各项结果', en: 'Some items failed; see each item for the reason' },
    {
      zh: '按各项的 outcome 与 rule 修改后，用新的 out_request_no 重发这些项',
      en: 'Correct the items by their outcome and rule, and send them again with a new out_request_no',
    },
    '{failed} items failed; see each item for the reason',
  ),
  couponNotFound: row(
    'COUPON_NOT_FOUND',
    { zh: '优惠券不存在', en: 'The seller has no such coupon' },
    { zh: '检查 coupon_code', en: 'Check coupon_code' },
  ),
  couponNotClaimed: row(
    'COUPON_NOT_CLAIMED',
    { zh: '券码尚未领取，请先领取到会员名下', en: 'The code is reserved, and no member has claimed it yet' },
    { zh: '用 yaoquan.coupon.claim 传 coupon_code 领取', en: 'Claim it with yaoquan.coupon.claim and coupon_code' },
  ),
  refusalNotFound: row(
    'REFUSAL_NOT_FOUND',
    { zh: '没有该 request_id 的被拒调用', en: 'No refused call has this request_id' },
    {
      zh: '检查 request_id；被拒的调用保留30天，几秒后可查，成功的调用不保留',
      en: 'Check request_id; refused calls are kept for 30 days and found after some seconds, calls that succeeded are not kept',
    },
  ),
  historyRemoved: row(
    'HISTORY_REMOVED',
    { zh: '该时刻的事件已按保留期限清理', en: 'The events of that moment were removed by the retention period' },
    { zh: '请改用 events_removed_before 之后的时刻', en: 'Ask for a moment after events_removed_before' },
  ),
  couponAlreadyUsed: row(
    'COUPON_ALREADY_USED',
    { zh: '优惠券已被订单 {orderId} 于 {time} 使用', en: 'Another order has used the coupon' },
    {
      zh: '若该订单已取消，请先用 yaoquan.coupon.return 退回',
      en: 'If that order was cancelled, return the coupon with yaoquan.coupon.return first',
    },
    'Order {orderId} used the coupon at {time}',
  ),
  couponUsedBefore: row(
    'COUPON_ALREADY_USED',
    { zh: '优惠券已在其他系统中使用', en: 'The coupon was used in another CRM' },
    { zh: '换一张优惠券', en: 'Use another coupon' },
  ),
  couponExpired: row(
    'COUPON_EXPIRED',
    { zh: '优惠券已于 {endDate} 过期', en: 'The coupon has expired' },
    { zh: '换一张未过期的优惠券', en: 'Use a coupon that has not expired' },
    'The coupon expired on {endDate}',
  ),
  couponNotStarted: row(
    'COUPON_NOT_STARTED',
    { zh: '优惠券尚未生效，{startDate} 起可用', en: 'The coupon is not valid yet' },
    { zh: '生效后再使用', en: 'Use it from its start date' },
    'The coupon is valid from {startDate} on',
  ),
  couponVoid: row(
    'COUPON_VOID',
    { zh: '优惠券已作废', en: 'The coupon was voided' },
    { zh: '换一张优惠券', en: 'Use another coupon' },
  ),
  couponHeld: row(
    'COUPON_HELD',
    { zh: '优惠券被订单 {orderId} 占用至 {time}', en: 'Another order holds the coupon' },
    { zh: '等待占用到期，或由该订单释放', en: 'Wait until the hold expires, or release it from that order' },
    'Order {orderId} holds the coupon until {time}',
  ),
  shopNotAllowed: row(
    'SHOP_NOT_ALLOWED',
    { zh: '优惠券不能在该门店使用，可用门店: {shop}', en: 'The coupon is not valid in this shop' },
    { zh: '到可用门店使用，并传入正确的 shop', en: 'Use it in a shop where it is valid, and send the correct shop' },
    'The coupon is not valid in this shop; shops where it is: {shop}',
  ),
  shopUnknown: row(
    'SHOP_UNKNOWN',
    {
      zh: 'shop 应为门店名单中的编码，名单中没有 {shop}',
      en: "shop must be a code of the seller's list of shops, which does not have it",
    },
    {
      zh: '检查 shop；新门店请先用 yaoquan.shop.save 登记',
      en: 'Check shop; save a new shop with yaoquan.shop.save first',
    },
    "shop must be a code of the seller's list of shops, which does not have {shop}",
  ),
  categoryNotAllowed: row(
    'CATEGORY_NOT_ALLOWED',
    {
      zh: '订单中没有适用商品，适用: {scope}',
      en: 'No line of the order is of the goods or categories that the coupon applies to',
    },
    { zh: '检查 lines 中的 category 与 goods_id', en: 'Check category and goods_id in lines' },
    'No line of the order is of the goods that the coupon applies to: {scope}',
  ),
  orderAmountTooLow: row(
    'ORDER_AMOUNT_TOO_LOW',
    { zh: '未达到使用门槛，还差{missing}元', en: 'The order amount is below the minimum of the coupon' },
    { zh: '凑足门槛金额', en: 'Raise the order to the minimum amount' },
    'The order amount is {missing} yuan below the minimum of the coupon',
  ),
  notStackable: row(
    'NOT_STACKABLE',
    {
      zh: '优惠券 {couponCode} 不能与其他优惠券同时使用',
      en: 'A coupon cannot be combined with other coupons on one order',
    },
    {
      zh: '单独使用该券；同一订单此前核销且未退回的券也算',
      en: 'Use it alone; coupons already redeemed on the same order and not returned count too',
    },
    'Coupon {couponCode} cannot be combined with other coupons on one order',
  ),
  orderCovered: row(
    'ORDER_COVERED',
    {
      zh: '该订单此前的优惠券已抵扣{covered}元，不少于订单金额',
      en: 'Coupons redeemed on this order before already cover the order amount',
    },
    { zh: '不再使用优惠券，或先退回其他券', en: 'Use no more coupons, or return another one first' },
    'Coupons redeemed on this order before take off {covered} yuan, which covers the order amount',
  ),
  channelNotAllowed: row(
    'CHANNEL_NOT_ALLOWED',
    { zh: '优惠券不能用于该渠道', en: 'The coupon is not valid in this channel' },
    { zh: '传入正确的 channel，或换一张优惠券', en: 'Send the correct channel, or use another coupon' },
  ),
  timeNotAllowed: row(
    'TIME_NOT_ALLOWED',
    { zh: '优惠券此时不可用', en: 'The coupon is not valid at this time' },
    { zh: '在可用的星期、时段或会员日使用', en: 'Use it on a day and at an hour when it is valid' },
  ),
  memberNotAllowed: row(
    'MEMBER_NOT_ALLOWED',
    { zh: '优惠券不适用于该会员等级', en: 'The coupon is not for members of this level' },
    {
      zh: '传入会员等级 member_level，或用 yaoquan.basket.evaluate 的 quote_id',
      en: 'Send member_level, or a quote_id of yaoquan.basket.evaluate',
    },
  ),
  goodsExcluded: row(
    'GOODS_EXCLUDED',
    { zh: '适用商品都不参与优惠', en: 'The goods that the coupon applies to are excluded from coupons' },
    { zh: '检查处方药、医保支付与特价商品', en: 'Check prescription drugs, insured parts and special offers' },
  ),
  tooManyOnOrder: row(
    'TOO_MANY_ON_ORDER',
    { zh: '该订单不能再使用优惠券', en: 'The order cannot take another coupon of this kind' },
    {
      zh: '减少优惠券张数；同一订单此前核销且未退回的券也算',
      en: 'Use fewer coupons; those redeemed on the same order before and not returned count too',
    },
  ),
  quoteStale: row(
    'QUOTE_STALE',
    { zh: '报价已失效：优惠券、规则或时间已变化', en: 'The quote is stale: a coupon, a rule or the time has changed' },
    { zh: '重新调用 yaoquan.basket.evaluate', en: 'Call yaoquan.basket.evaluate again' },
  ),
  quoteWithoutCoupons: row(
    'QUOTE_WITHOUT_COUPONS',
    { zh: '报价的最优组合中没有优惠券', en: 'The best combination of the quote has no coupons' },
    {
      zh: '没有可核销的券；要核销其他券，与 quote_id 一起传 coupon_codes',
      en: 'There is nothing to redeem; to redeem other coupons, send coupon_codes with the quote_id',
    },
  ),
  splitMismatch: row(
    'SPLIT_MISMATCH',
    { zh: '收银台的分摊不相符：{what}', en: "The till's own split does not sum to what the coupons take off" },
    { zh: '按返回的 lines 分摊，或不传 coupons', en: 'Use the split in lines of the answer, or send no coupons' },
    "The till's own split does not sum to what the coupons take off: {what}",
  ),
  endDatePassed: row(
    'END_DATE_PASSED',
    { zh: 'end_date 已过，今天是 {today}', en: 'end_date lies in the past' },
    { zh: '使用今天或以后的日期', en: 'Send today or a later day' },
    'end_date lies in the past; today is {today}',
  ),
  redeemedAtNotAllowed: row(
    'REDEEMED_AT_NOT_ALLOWED',
    {
      zh: 'redeemed_at 应在最近72小时内且不晚于现在',
      en: 'redeemed_at must be within the last 72 hours and not in the future',
    },
    {
      zh: '顾客已离开的离线核销请用 yaoquan.redemption.upload 上传，28天内都可以',
      en: 'Upload what was redeemed offline with yaoquan.redemption.upload, which takes 28 days',
    },
  ),
  redeemedTooEarly: row(
    'REDEEMED_AT_NOT_ALLOWED',
    {
      zh: 'redeemed_at 过早（早于 {time}）：优惠券那时尚未发放，或还未从此前的订单退回',
      en: 'At redeemed_at the coupon had not been issued yet, or not yet returned from an earlier order',
    },
    { zh: '检查收银台的时钟与 redeemed_at', en: 'Check the clock of the till and redeemed_at' },
    'redeemed_at is before {time}: the coupon had not been issued yet, or not yet returned from an earlier order',
  ),
  redemptionNotFound: row(
    'REDEMPTION_NOT_FOUND',
    { zh: '核销记录不存在', en: 'The seller has no such redemption' },
    { zh: '检查 redemption_id', en: 'Check redemption_id' },
  ),
  returnNotAllowed: row(
    'RETURN_NOT_ALLOWED',
    { zh: '该券的退券规则不允许退回', en: "The coupon's return policy does not allow a return" },
    {
      zh: '查看模板的 return_policy 与 return_max_cycles',
      en: "See the template's return_policy and return_max_cycles",
    },
  ),
  linesNotKnown: row(
    'LINES_NOT_KNOWN',
    {
      zh: '该订单核销时没有传商品行，或其他券没有金额，只能整单退回',
      en: 'The lines of the order, or what each of its coupons took off, are not known: it can be returned only whole',
    },
    {
      zh: '不传 lines 整单退回；核销时传 lines 即可部分退货',
      en: 'Return it without lines; send lines with a redemption to return parts of it later',
    },
  ),
  redeemedByOrderSync: row(
    'REDEEMED_BY_ORDER_SYNC',
    { zh: '{field}：{rule}', en: 'Only order.sync redeemed coupons on the order: its lines are those of the ERP' },
    { zh: '由ERP用 order.sync 发送退货后的订单', en: 'Send the order as it is after the return with order.sync' },
    '{field}: {rule}',
  ),
  lineNotSold: row(
    'LINE_NOT_SOLD',
    { zh: '核销时没有第 {lineNo} 行', en: 'The redemption had no such line' },
    { zh: '使用核销时的 line_no', en: 'Send the line_no of the redemption' },
    'The redemption had no line {lineNo}',
  ),
  returnExceedsLeft: row(
    'RETURN_EXCEEDS_LEFT',
    {
      zh: '第 {lineNo} 行要退 {askedQuantity}，只剩 {leftQuantity} 未退',
      en: 'More units of a line are returned than are left',
    },
    { zh: '按剩余数量退货', en: 'Return at most what is left' },
    'Line {lineNo}: {askedQuantity} are to be returned, only {leftQuantity} are left',
  ),
  giftNotSold: row(
    'GIFT_NOT_SOLD',
    { zh: '该订单没有用赠品券 {giftCode}', en: 'The order has no such coupon for a gift' },
    { zh: 'gifts_back 只传该订单的赠品券', en: 'Send only gift coupons of the order in gifts_back' },
    'The order has no coupon {giftCode} for a gift',
  ),
  orderIdMissing: row(
    'ORDER_ID_MISSING',
    { zh: '订单没有 order_id，也没有 out_order_id', en: 'The order has neither order_id nor out_order_id' },
    { zh: '在 order 中传 order_id', en: 'Send order_id in order' },
  ),
  tooManyCoupons: row(
    'TOO_MANY_COUPONS',
    {
      zh: '一个订单的各版本最多用到 {max} 张不同的优惠券',
      en: 'The versions of one order may name at most 200 different coupons',
    },
    { zh: '检查订单号是否被不同订单共用', en: 'Check whether different orders share the order number' },
    'The versions of one order may name at most {max} different coupons',
  ),
  orderNotFound: row(
    'ORDER_NOT_FOUND',
    { zh: '订单不存在', en: 'The seller has no such order' },
    { zh: '检查 order_id', en: 'Check order_id' },
  ),
  reportNotComputed: row(
    'REPORT_NOT_COMPUTED',
    { zh: '该日的对账报告尚未生成', en: 'The report of this day is not computed yet' },
    {
      zh: '报告在当日结束后几分钟内生成；只生成最近7天的',
      en: 'Reports are computed within minutes after the end of the day; only those of the last 7 days',
    },
  ),
  templateNotFound: row(
    'TEMPLATE_NOT_FOUND',
    { zh: '优惠券模板不存在', en: 'The seller has no such template' },
    { zh: '检查 coupon_id', en: 'Check coupon_id' },
  ),
  templateClosed: row(
    'TEMPLATE_CLOSED',
    { zh: '优惠券模板已关闭', en: 'The template is closed' },
    {
      zh: '使用其他模板，或用 yaoquan.template.reopen 重新开放',
      en: 'Use another template, or reopen it with yaoquan.template.reopen',
    },
  ),
  templateVersionNotFound: row(
    'TEMPLATE_NOT_FOUND',
    { zh: '优惠券模板没有版本 {version}', en: 'The template has no such version' },
    { zh: '检查 version', en: 'Check version' },
    'The template has no version {version}',
  ),
  templateIsDraft: row(
    'TEMPLATE_NOT_PUBLISHED',
    { zh: '优惠券模板是草稿，尚未发布', en: 'The template is a draft' },
    { zh: '用 yaoquan.template.save 发布后再领取', en: 'Publish it with yaoquan.template.save first' },
  ),
  templateNotPublished: row(
    'TEMPLATE_NOT_PUBLISHED',
    { zh: '优惠券模板尚未发布，{time} 发布', en: 'The template is not published yet' },
    { zh: '发布后再领取', en: 'Claim from its publish_at on' },
    'The template is published at {time}',
  ),
  invalidTemplate: row(
    'INVALID_TEMPLATE',
    { zh: '模板不合规则: {field} {rule}', en: 'The template breaks a rule' },
    { zh: '按 error_msg 指出的字段与规则修改', en: 'Correct the field and rule named in error_msg' },
    'The template breaks a rule: {field} {rule}',
  ),
  claimNotOpen: row(
    'CLAIM_NOT_OPEN',
    { zh: '不在领取时间内，领取时间: {from} 至 {to}', en: 'The template cannot be claimed at this time' },
    { zh: '在领取时间内领取', en: 'Claim between claim_from and claim_to' },
    'The template cannot be claimed at this time, only from {from} to {to}',
  ),
  stockExhausted: row(
    'STOCK_EXHAUSTED',
    { zh: '库存不足，剩余 {left} 张', en: 'The stock is insufficient' },
    { zh: '减少数量、次日再领或提高库存', en: 'Claim fewer, claim the next day, or raise the stock' },
    'The stock is insufficient; {left} are left',
  ),
  memberLimitReached: row(
    'MEMBER_LIMIT_REACHED',
    { zh: '会员领取数量已达上限，还可领 {left} 张', en: 'The claim exceeds the limit per member' },
    { zh: '减少数量或次日再领', en: 'Claim fewer, or claim the next day' },
    'The claim exceeds the limit per member; {left} more may be claimed',
  ),
  shopNotFound: row(
    'SHOP_NOT_FOUND',
    { zh: '没有登记该门店', en: 'The shop has no name yet' },
    { zh: '检查 code，或用 yaoquan.shop.save 登记', en: 'Check code, or name the shop with yaoquan.shop.save' },
  ),
  codeNotReserved: row(
    'CODE_NOT_RESERVED',
    { zh: '不是预留券码，或不属于该模板', en: 'The code is not reserved, or not for this template' },
    {
      zh: '检查 coupon_code 与 coupon_id；预留券码由 yaoquan generate --reserve 生成',
      en: 'Check coupon_code and coupon_id; yaoquan generate --reserve makes reserved codes',
    },
  ),
  codeAlreadyClaimed: row(
    'CODE_ALREADY_CLAIMED',
    { zh: '该券码已被领取', en: 'The code was claimed before' },
    { zh: '用 yaoquan.coupon.get 查看该券', en: 'See the coupon with yaoquan.coupon.get' },
  ),
  ...memberErrors,
  massVoidNotGranted: row(
    'MASS_VOID_NOT_GRANTED',
    {
      zh: '应用没有权限 {grant}：一次最多作废 {max} 张，且不能按模板作废',
      en: 'Without the grant coupon.void.mass an app may not void a template or more than 20 coupons in one call',
    },
    {
      zh: '分批作废，或请管理员执行 yaoquan app update <app_key> --allow coupon.void.mass',
      en: 'Void fewer coupons per call, or ask the operator to run: yaoquan app update <app_key> --allow coupon.void.mass',
    },
    'Without the grant {grant} an app may not void a template or more than {max} coupons in one call',
  ),
  invalidCursor: row(
    'INVALID_CURSOR',
    { zh: '游标无效', en: 'The cursor is invalid' },
    {
      zh: '使用上一页返回的 next_cursor，筛选条件保持不变',
      en: 'Send the next_cursor of the previous page with the same filters',
    },
  ),
} as const satisfies Record<string, BusinessError>

export type BusinessErrorName = keyof typeof businessErrors
