import { defineTexts } from '../language/texts.ts'

/** Why items are refused, by the code of the API. */
export const refusalTexts = defineTexts({
  INVALID_MEMBER: { zh: '不是完整的手机号或卡号', en: 'no complete phone or card number' },
  ALREADY_SENT: { zh: '该号码上次已发', en: 'the send before gave coupons to this number' },
  MEMBER_ERASED: { zh: '会员已删除', en: 'the member was erased' },
  MEMBER_LIMIT_REACHED: { zh: '会员已领到上限', en: 'the member has as many as allowed' },
  STOCK_EXHAUSTED: { zh: '库存不足', en: 'out of stock' },
  TEMPLATE_NOT_FOUND: { zh: '没有该模板', en: 'no such template' },
  TEMPLATE_CLOSED: { zh: '模板已停领', en: 'the template is closed' },
  TEMPLATE_NOT_PUBLISHED: { zh: '模板未发布', en: 'the template is not published' },
  CLAIM_NOT_OPEN: { zh: '不在领取时间内', en: 'outside the claim period' },
  COUPON_NOT_FOUND: { zh: '没有这张券', en: 'no such coupon' },
  COUPON_ALREADY_USED: { zh: '已使用', en: 'used' },
  COUPON_HELD: { zh: '订单占用中', en: 'held by an order' },
  COUPON_VOID: { zh: '已作废', en: 'void' },
  END_DATE_NOT_LATER: { zh: '现有的最后可用日不早于新的', en: 'valid until the new day or longer' },
  END_DATE_PASSED: { zh: '新的最后可用日已过', en: 'the new last day has passed' },
  INVALID_ROW: { zh: '不合规则', en: 'breaks a rule' },
  MEMBER_AMBIGUOUS: { zh: '该手机号有多位会员，请加卡号', en: 'several members hold the phone; add the card' },
  MEMBER_MERGED: { zh: '会员已合并', en: 'the member was merged' },
  COUPON_DIFFERS: { zh: '同一券码已有内容不同的券', en: 'another coupon has this code' },
  IDEMPOTENT_CONFLICT: { zh: '请求号被占用', en: 'the request number was used' },
})

/** A reason in words; its code where a newer server has one that is not known here. */
export function refusalText(words: Readonly<Record<string, string>>, code: string): string {
  return words[code] ?? code
}
