import { countOf, listOf, objects, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { resultOf } from '../methods/write-fields.ts'

const amounts = {
  issued: countOf('issued', '发放张数', 'Coupons issued', 40),
  redeemed: countOf('redeemed', '核销次数', 'Redemptions', 12),
  offAmount: text('off_amount', '560.00', '抵扣合计，元', 'What they took off, in yuan', { required: true }),
} as const

const day = text('day', '2026-11-24', '日期', 'Day (GMT+8)', { required: true })

const leader = {
  code: text(
    'code',
    '11',
    '模板id、渠道或门店编码；空为没有，*为未单独统计的合计',
    'Template id, channel or code of a shop; blank: none, *: all beyond those that are kept apart',
    { required: true },
  ),
  name: text(
    'name',
    '满100减20',
    '模板或门店的名称；没有名称时不返回',
    'Name of the template or shop; absent if unknown',
  ),
  ...amounts,
  days: listOf(
    'days',
    objects('leader_day', 'LeaderDay', { day, ...amounts }),
    '有数字的日期，最多最后100天',
    'Days that have figures, of the last 100 at most',
  ),
} as const

const leaders = (wire: string, zh: string, en: string) => listOf(wire, objects('leader', 'Leader', leader), zh, en)

export const figureLeaders = defineMethod({
  name: 'yaoquan.console.figures.leaders',
  title: { zh: '核销最多的模板、渠道与门店', en: 'Leading templates, channels and shops' },
  description: {
    zh: '一段日期内核销最多的模板、渠道与门店，各最多八个，附名称、合计与每天的数字；另返回每天的合计。数字与 yaoquan.figures.overview 同源',
    en: 'The templates, channels and shops with most redemptions in a period, at most eight of each, with names, sums and days, and the sums of each day. From the same figures as yaoquan.figures.overview',
  },
  ...reads(category.console),
  request: {
    fromDay: text('from_day', '2026-10-26', '起始日期', 'First day (GMT+8)', { maxLength: 10 }),
    toDay: text('to_day', '2026-11-24', '截止日期（含）；最长400天', 'Last day, inclusive; at most 400 days', {
      maxLength: 10,
    }),
    couponId: text('coupon_id', '11', '只看该模板', 'Only this template', { maxLength: 64 }),
    channel: text('channel', 'erp', '只看该渠道', 'Only this channel', { maxLength: 64 }),
    shop: text('shop', '01', '只看该门店的核销与退回', 'Only redemptions and returns of this shop', { maxLength: 64 }),
  },
  ...resultOf('FigureLeadersResult', {
    templates: leaders('templates', '模板', 'Templates'),
    channels: leaders('channels', '渠道', 'Channels'),
    shops: leaders('shops', '门店', 'Shops'),
    totals: listOf(
      'totals',
      objects('leader_total', 'LeaderTotal', { day, ...amounts }),
      '每天的合计，没有数字的日期不返回；最多最后100天',
      'Sums of each day that has figures, of the last 100 at most',
    ),
  }),
  errorCodes: [],
})
