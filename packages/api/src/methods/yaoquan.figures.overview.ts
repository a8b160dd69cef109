import { count, countOf, listOf, number, object, objects, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { figureFields, outstandingFields, shownDays } from './figure-fields.ts'
import { resultOf } from './write-fields.ts'

const day = (wire: string, example: string, zh: string, en: string) => text(wire, example, zh, en, { maxLength: 10 })

const figures = { typeName: 'FigureSums', fields: figureFields } as const
const outstanding = { typeName: 'OutstandingSums', fields: outstandingFields } as const

export const overviewFigures = defineMethod({
  name: 'yaoquan.figures.overview',
  title: { zh: '经营概览', en: 'Overview of figures' },
  description: {
    zh: '返回一段日期内发放、核销、退回、作废与过期的张数和金额，与对比期并列，可按日、模板、渠道或门店分组；并返回尚未使用的券。数字精确到 as_of_event 为止，通常落后数秒，不写入任何内容',
    en: 'Counts and amounts of issues, redemptions, returns, voids and expiries of a period beside another one, by day, template, channel or shop on demand, and what is outstanding. Exact up to as_of_event, usually seconds behind, and writes nothing',
  },
  ...reads(category.figures),
  request: {
    fromDay: day(
      'from_day',
      '2026-10-26',
      '起始日期，缺省为 to_day 之前29天',
      'First day (GMT+8); default 29 days before to_day',
    ),
    toDay: day(
      'to_day',
      '2026-11-24',
      '截止日期（含），缺省为今天；最长400天',
      'Last day, inclusive; default today. At most 400 days',
    ),
    comparedFrom: day(
      'compared_from',
      '2026-09-26',
      '对比期起始日期；与 compared_to 一起传，都不传为紧邻的前一段等长日期',
      'First day of the period to compare with; with compared_to. Both absent: the period of the same length before',
    ),
    comparedTo: day('compared_to', '2026-10-25', '对比期截止日期（含）', 'Its last day, inclusive'),
    groupBy: text(
      'group_by',
      'day',
      '分组：day日 coupon_id模板 channel渠道 shop门店；不传不分组',
      'Rows by day, coupon_id, channel or shop; absent: no rows',
      {
        oneOf: ['day', 'coupon_id', 'channel', 'shop'],
      },
    ),
    couponId: text('coupon_id', '11', '只看该模板', 'Only this template', { maxLength: 64 }),
    channel: text('channel', 'erp', '只看该渠道', 'Only this channel', { maxLength: 64 }),
    shop: text('shop', '01', '只看该门店的核销与退回', 'Only redemptions and returns of this shop', { maxLength: 64 }),
    limit: number(
      'limit',
      100,
      '最多返回的行数，缺省400，按日期，或按核销次数从多到少',
      'Rows at most, default 400: by day, or those with most redemptions first',
      { min: 1, max: 400 },
    ),
  },
  sampleOmits: ['fromDay', 'toDay', 'comparedFrom', 'comparedTo', 'couponId', 'channel', 'shop'],
  ...resultOf(
    'OverviewFiguresResult',
    {
      asOfEvent: countOf('as_of_event', '已计入的最后一个事件的序号', 'Number of the last event that is counted', 5230),
      asOf: text(
        'as_of',
        '2026-11-24 22:28:57',
        '该事件的时间；尚无事件时不返回',
        'When it was (GMT+8); absent before the first event',
      ),
      newestEvent: countOf('newest_event', '最新事件的序号', 'Number of the newest event', 5230),
      missingThroughEvent: number(
        'missing_through_event',
        0,
        '此序号及以前的事件在重算前已按保留期限清理，未计入；不返回则全部计入',
        'Events up to this number were removed by age before figures were counted anew, and are missing; absent: none is',
        count,
      ),
      ...shownDays,
      comparedFrom: text('compared_from', '2026-09-26', '对比期起始日期', 'First day of the period compared with', {
        required: true,
      }),
      comparedTo: text('compared_to', '2026-10-25', '对比期截止日期', 'Its last day', { required: true }),
      totals: object('totals', figures, '期间合计', 'Sums of the period', { required: true }),
      compared: object('compared', figures, '对比期合计', 'Sums of the period compared with', { required: true }),
      rows: listOf(
        'rows',
        objects('figure_row', 'FigureRow', {
          name: text(
            'name',
            '2026-11-24',
            '日期、模板id、渠道或门店；空为没有，*为排在前列之外的合计',
            'Day, template id, channel or shop; blank: none, *: all beyond those that are kept apart',
            { required: true },
          ),
          ...figureFields,
        }),
        '分组的各行；没有任何数字的组不返回',
        'Rows of the groups that have figures',
      ),
      outstanding: object(
        'outstanding',
        outstanding,
        '今天尚可使用或尚未生效的券；按门店筛选时不返回',
        'Coupons usable today or later; absent with a shop',
      ),
      expiring: object(
        'expiring',
        outstanding,
        '其中30天内到期的',
        'Those of them whose last usable day is within 30 days, today included',
      ),
    },
    ['result.missingThroughEvent'],
  ),
  errorCodes: [],
})
