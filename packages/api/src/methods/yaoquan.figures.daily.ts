import { countOf, list, listOf, number, objects, text, texts } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { hundredDays, shownDays } from './figure-fields.ts'
import { resultOf } from './write-fields.ts'

const amounts = {
  issued: countOf('issued', '发放张数', 'Coupons issued', 40),
  redeemed: countOf('redeemed', '核销次数', 'Redemptions', 12),
  offAmount: text('off_amount', '560.00', '抵扣合计，元', 'What they took off, in yuan', { required: true }),
} as const

const day = text('day', '2026-11-24', '日期', 'Day (GMT+8)', { required: true })

export const dailyFigures = defineMethod({
  name: 'yaoquan.figures.daily',
  title: { zh: '每日分组数据', en: 'Figures by day and group' },
  description: {
    zh: '返回一段日期内每一天的发放、核销与抵扣，按模板、渠道或门店分开：指名的，或核销最多的几个；另返回每天的合计，差额即其余各组。数字与 yaoquan.figures.overview 同源',
    en: 'Issues, redemptions and amounts of each day of a period by template, channel or shop: of named ones, or of those with most redemptions; and of all together, whose difference is the others. From the same sums as yaoquan.figures.overview',
  },
  ...reads(category.figures),
  request: {
    ...hundredDays,
    groupBy: text(
      'group_by',
      'coupon_id',
      '分组：coupon_id模板 channel渠道 shop门店',
      'Groups: coupon_id, channel or shop',
      {
        required: true,
        oneOf: ['coupon_id', 'channel', 'shop'],
      },
    ),
    names: list(
      'names',
      texts('11', 64),
      '只要这些组，最多50个；不传为核销最多的',
      'Only these groups, at most 50; absent: those with most redemptions',
      { maxItems: 50 },
    ),
    limit: number('limit', 7, '不传 names 时的组数，缺省7，最多20', 'Groups without names, default 7, at most 20', {
      min: 1,
      max: 20,
    }),
    couponId: text('coupon_id', '11', '只看该模板', 'Only this template', { maxLength: 64 }),
    channel: text('channel', 'erp', '只看该渠道', 'Only this channel', { maxLength: 64 }),
    shop: text('shop', '01', '只看该门店的核销与退回', 'Only redemptions and returns of this shop', { maxLength: 64 }),
  },
  sampleOmits: ['fromDay', 'toDay', 'names', 'couponId', 'channel', 'shop'],
  ...resultOf('DailyFiguresResult', {
    ...shownDays,
    names: listOf(
      'names',
      texts('11'),
      '分开返回的组，核销多的在前；空为没有，*为未单独统计的合计',
      'Groups that are told apart, those with most redemptions first; blank: none, *: all beyond those that are kept apart',
    ),
    rows: listOf(
      'rows',
      objects('daily_figure', 'DailyFigure', {
        day,
        name: text('name', '11', '组', 'Group', { required: true }),
        ...amounts,
      }),
      '各组有数字的日期，按日期',
      'Days of these groups that have figures, by day',
    ),
    totals: listOf(
      'totals',
      objects('daily_total', 'DailyTotal', { day, ...amounts }),
      '每天的合计，没有数字的日期不返回',
      'All groups together, for days that have figures',
    ),
  }),
  errorCodes: [],
})
