import { count, list, listOf, number, objects, text, texts } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { couponStatuses, couponStatusNames } from '../words/coupon-states.ts'
import { listedWords } from '../words/text.ts'
import { businessErrors } from './business-errors.ts'
import { couponTermsFields } from './coupon-template.ts'
import { cursor, endingFirst, limit, newestFirst, nextCursor } from './cursor-fields.ts'
import { resultOf } from './write-fields.ts'
import { detailedCouponFields, omittedUsage } from './yaoquan.coupon.get.ts'

const statuses = listedWords(couponStatuses)

const day = (wire: string, zh: string, en: string) => text(wire, '2026-11-24', zh, en, { maxLength: 10 })

export const searchCoupons = defineMethod({
  name: 'yaoquan.coupon.search',
  title: { zh: '搜索优惠券', en: 'Search coupons' },
  description: {
    zh: '按状态、模板、日期、门店与会员搜索优惠券，按游标翻页；多个条件需同时满足',
    en: 'Searches coupons by status, template, dates, shop and member, with cursor paging; a coupon must match all filters',
  },
  ...reads(category.coupons),
  examples: { couponCode: 'SAMPLE-SEARCH', couponId: 'SAMPLE-SEARCH', phone: '13800200015', cardNo: '700000015' },
  request: {
    status: text('status', '0', `状态: ${statuses.zh}`, `Status: ${statuses.en}`, { oneOf: couponStatusNames }),
    couponId: text('coupon_id', '11', '优惠券模板id', 'Template id', { maxLength: 64 }),
    couponIds: list(
      'coupon_ids',
      texts('11', 64),
      '几个优惠券模板的id，逗号分隔；不与 coupon_id 同传',
      'Ids of several templates, comma-separated; not together with coupon_id',
      { minItems: 1, maxItems: 20 },
    ),
    channel: text('channel', 'erp', '渠道', 'Channel', { maxLength: 64 }),
    phone: text('phone', '18612255668', '会员手机号', "Member's phone number", { maxLength: 64 }),
    cardNo: text('card_no', '1231321111', '会员卡号', "Member's card number", { maxLength: 64 }),
    memberId: text(
      'member_id',
      'M1024',
      '会员id，按其卡号、没有卡时按其手机号查找；不与 phone、card_no 同传',
      'Member id: finds by a card of the member, or by a phone if it has no card; not together with phone or card_no',
      { maxLength: 20 },
    ),
    shop: text('shop', '01', '可用门店', 'Shop where it is valid', { maxLength: 64 }),
    issuedFrom: day('issued_from', '发放日期起', 'Day of issue from'),
    issuedTo: day('issued_to', '发放日期止（含）', 'Day of issue to, inclusive'),
    startFrom: day('start_from', '生效日期起', 'First valid day from'),
    startTo: day('start_to', '生效日期止（含）', 'First valid day to, inclusive'),
    endFrom: day('end_from', '失效日期起', 'Last valid day from'),
    endTo: day('end_to', '失效日期止（含）', 'Last valid day to, inclusive'),
    usedFrom: day('used_from', '使用日期起', 'Day of use from'),
    usedTo: day('used_to', '使用日期止（含）', 'Day of use to, inclusive'),
    newestFirst,
    endingFirst,
    cursor,
    limit: limit(200),
  },
  sampleOmits: [
    'newestFirst',
    'endingFirst',
    'cursor',
    'issuedFrom',
    'issuedTo',
    'startFrom',
    'startTo',
    'endFrom',
    'endTo',
    'usedFrom',
    'usedTo',
    'memberId',
    'couponIds',
  ],
  ...resultOf(
    'SearchCouponsResult',
    {
      coupons: listOf(
        'coupons',
        objects('detailed_coupon', 'DetailedCoupon', detailedCouponFields),
        '优惠券，按发放顺序',
        'Coupons in order of issue',
      ),
      terms: list(
        'terms',
        objects('coupon_terms', 'CouponTerms', couponTermsFields),
        '本页各券领取时的模板条款，每个版本一份，按 coupon_id 与 template_version 对应；没有时不返回',
        'Terms of the coupons of this page at their claim, once per version, by coupon_id and template_version; absent if there are none',
      ),
      nextCursor,
      totalCount: number(
        'total_count',
        11,
        '总数；仅在精确且代价小时返回',
        'Total number; returned only if exact and cheap to count',
        count,
      ),
    },
    [...omittedUsage('result.coupons')],
  ),
  errorCodes: [businessErrors.invalidCursor, businessErrors.memberNotFound],
})
