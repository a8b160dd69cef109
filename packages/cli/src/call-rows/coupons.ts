import {
  claimCoupons,
  couponTermsFields,
  detailedCouponFields,
  explainCoupon,
  extendCoupons,
  extendOutcomes,
  getCoupon,
  holdCoupon,
  redeemCoupon,
  releaseCoupon,
  returnCoupon,
  type StatedCoupon,
  searchCoupons,
  voidCoupons,
  voidOutcomes,
} from '@yaoquan/api'
import type { ResultOf } from '@yaoquan/client'
import { type CallRow, callRow, type Given } from '#calls/call-row'
import { pairOption, plainLines } from '#calls/wire-values'
import { localized, say } from '#terminal/output'
import { couponTableColumns, eventTable, removedLines, shownPhone, stateText } from '#terminal/row-tables'

const code = say('券码', 'Code')
const outcome = say('结果', 'Outcome')
const order = say('订单', 'Order')
const starts = say('生效', 'Starts')
const ends = say('失效', 'Ends')

/** `--line`, the short form of the lines of an order. */
const lineOptions = () => [
  pairOption({
    flags: '--line <category=yuan>',
    members: ['category', 'amount'],
    description: say(
      '品类及其金额，元，可重复；--lines 的简写',
      'category and its amount in yuan; repeatable; short for --lines',
    ),
    form: say('应为 品类=金额，如 1001=120.50', 'must be category=amount, as 1001=120.50'),
  }),
]

/** Adds the lines that `--line` gives to those of `--lines`. */
function withLines<Q extends Readonly<{ lines?: readonly unknown[] | undefined }>>(request: Q, { line }: Given): Q {
  return line === undefined
    ? request
    : { ...request, lines: [...(request.lines ?? []), ...(line as Q['lines'] & object)] }
}

type Explanation = ResultOf<typeof explainCoupon>['explanations'][number]

const template = { couponId: 'template' } as const

/** What is done to coupons, and how they are looked up. */
export const couponRows: readonly CallRow[] = [
  callRow(claimCoupons, {
    aliases: { ...template, couponCode: 'code' },
    defaults: { count: 1 },
    needs: [{ of: ['couponId', 'couponCode'] }, { of: ['phone', 'cardNo'] }],
    list: {
      of: 'coupons',
      columns: [
        [code, ({ couponCode }) => couponCode],
        [starts, ({ startDate }) => startDate],
        [ends, ({ endDate }) => endDate],
      ],
    },
    examples: ['coupon claim --code 7HKM3QXA9TRW4NCE --phone 18612255668'],
  }),
  callRow(holdCoupon, {
    takes: ['couponCode'],
    aliases: { orderId: 'order', ttlSeconds: 'ttl' },
    defaults: { ttlSeconds: 900 },
    says: ({ heldUntil = '' }) => say(`已占用至 ${heldUntil}`, `held until ${heldUntil}`),
  }),
  callRow(releaseCoupon, {
    takes: ['couponCode'],
    aliases: { orderId: 'order' },
    says: (_result, { couponCode }) => say(`已释放 ${couponCode}`, `released ${couponCode}`),
  }),
  callRow(redeemCoupon, {
    takes: ['couponCodes'],
    aliases: { orderId: 'order' },
    omits: ['couponCode'],
    options: lineOptions,
    needs: [{ of: ['couponCode', 'couponCodes', 'quoteId'] }],
    adapt(request, flags) {
      const { couponCodes = [], ...others } = withLines(request, flags)
      const [couponCode] = couponCodes
      return couponCodes.length > 1 ? { ...others, couponCodes } : { ...others, couponCode }
    },
    list: {
      of: 'redemptions',
      columns: [
        [code, ({ couponCode }) => couponCode],
        [say('核销号', 'Redemption'), ({ redemptionId }) => redemptionId],
        [say('抵扣', 'Off'), ({ offAmount }) => offAmount],
      ],
    },
    says: ({ redeemedAt, offAmount, payAmount }) => [
      ...(redeemedAt === undefined ? [] : [say(`核销时间 ${redeemedAt}`, `redeemed at ${redeemedAt}`)]),
      ...(offAmount === undefined ? [] : [say(`共抵扣 ${offAmount} 元`, `${offAmount} yuan off in all`)]),
      ...(payAmount === undefined ? [] : [say(`订单实付 ${payAmount} 元`, `the order costs ${payAmount} yuan`)]),
    ],
    examples: [
      'coupon redeem 111aaa --order SO-1001 --shop 01 --line 1001=120.50 --line 1002=78.50',
      'coupon redeem 111aaa 222bbb --order SO-1001',
    ],
  }),
  callRow(returnCoupon, {
    takes: ['redemptionId'],
    says: ({ couponCode = '', endDate }) =>
      endDate === undefined
        ? say(`已退回 ${couponCode}`, `returned ${couponCode}`)
        : say(`已退回 ${couponCode}，失效日期 ${endDate}`, `returned ${couponCode}, which ends on ${endDate}`),
  }),
  callRow(voidCoupons, {
    takes: ['couponCodes'],
    aliases: template,
    needs: [{ of: ['couponCodes', 'couponId'], exactly: true }],
    list: {
      of: 'items',
      columns: [
        [code, ({ couponCode }) => couponCode],
        [outcome, (item) => localized(voidOutcomes[item.outcome])],
        [order, ({ orderId }) => orderId],
      ],
    },
    says: ({ voidedCount, refusedCount }) =>
      say(`作废 ${voidedCount} 张，未能作废 ${refusedCount} 张`, `${voidedCount} voided, ${refusedCount} refused`),
  }),
  callRow(extendCoupons, {
    takes: ['couponCodes'],
    aliases: { ...template, endDate: 'to' },
    needs: [{ of: ['couponCodes', 'couponId'], exactly: true }],
    list: {
      of: 'items',
      columns: [
        [code, ({ couponCode }) => couponCode],
        [outcome, (item) => localized(extendOutcomes[item.outcome])],
        [ends, ({ endDate }) => endDate],
      ],
    },
    says: ({ extendedCount, refusedCount }) =>
      say(
        `延期 ${extendedCount} 张，未能延期 ${refusedCount} 张`,
        `${extendedCount} extended, ${refusedCount} refused`,
      ),
  }),
  callRow(getCoupon, {
    takes: ['couponCode'],
    says: ({ coupon, terms = {}, timeline, eventsRemovedBefore }, _request, { showsPhones }) => [
      ...plainLines(detailedCouponFields, coupon === undefined ? {} : shownCoupon(coupon, showsPhones)),
      ...['', ...plainLines(couponTermsFields, terms), ''],
      eventTable()(timeline),
      ...removedLines(eventsRemovedBefore),
    ],
  }),
  callRow(searchCoupons, {
    aliases: template,
    defaults: { limit: 20 },
    list: { of: 'coupons', columns: couponTableColumns },
    examples: ['coupon search --used-from 2026-11-01 --used-to 2026-11-30 --all --json'],
    notes: say(
      '所有条件同时成立。一页可能不满而仍有下一页，请以 next_cursor 为准。',
      'Coupons must match all filters. A page may be short although more follow: go on as long as there is a next_cursor.',
    ),
  }),
  callRow(explainCoupon, {
    takes: ['couponCode'],
    aliases: { requestId: 'call', orderId: 'order' },
    options: lineOptions,
    adapt: withLines,
    needs: [{ of: ['couponCode', 'requestId'], exactly: true }],
    says: ({ at = '', call, explanations }) => [
      say(`时刻 ${at}`, `at ${at}`),
      ...(call === undefined ? [] : plainLines(explained.call.fields, call)),
      ...explanations.flatMap(explanationLines),
    ],
    examples: [
      'coupon explain --call 15r8qk9x1abc',
      "coupon explain 111aaa --shop 01 --at '2026-11-24 22:29:00' --line 1001=80",
    ],
  }),
]

const { fields: explained } = explainCoupon.response.result

function explanationLines({ reasons, nearestChange: change, ...explanation }: Explanation): readonly string[] {
  return [
    '',
    ...plainLines(explained.explanations.item.fields, explanation),
    ...(reasons.length === 0 ? [] : [say('原因', 'reasons')]),
    ...reasons.map(({ reason, reasonEn }) => `  ${say(reason, reasonEn)}`),
    ...(change === undefined ? [] : [say(`改动 ${change.change}`, `change ${change.changeEn}`)]),
  ]
}

function shownCoupon<C extends StatedCoupon & Readonly<{ phone?: string | undefined }>>(
  coupon: C,
  showsPhones: boolean,
): C {
  const { status, phone } = coupon
  return { ...coupon, status: `${status} ${stateText(coupon)}`, phone: shownPhone(phone, showsPhones) }
}
