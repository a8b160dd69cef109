import { dailyFigures, eventKinds, overviewFigures } from '@yaoquan/api'
import type { ResultOf } from '@yaoquan/client'
import { Option } from 'commander'
import { type CallRow, callRow } from '#calls/call-row'
import { plainLines, wireValues } from '#calls/wire-values'
import { localized, say } from '#terminal/output'
import { table } from '#terminal/table'

const groups = { day: 'day', template: 'coupon_id', channel: 'channel', shop: 'shop' } as const

/** Figures of a period. */
export const figureRows: readonly CallRow[] = [
  callRow(overviewFigures, {
    path: 'figures show',
    aliases: { fromDay: 'from', toDay: 'to', couponId: 'template' },
    defaults: { limit: 100 },
    options: () => [
      new Option('--by <group>', say('分组，--group-by 的简写', 'rows by, short for --group-by'))
        .choices(Object.keys(groups))
        .conflicts('groupBy'),
    ],
    adapt: (request, { by }) =>
      by === undefined ? request : { ...request, groupBy: groups[by as keyof typeof groups] },
    says: overviewLines,
    examples: ['figures show --from 2026-11-01 --to 2026-11-30 --by template --json'],
    notes: say(
      '数字精确到 as_of_event 为止，通常落后数秒；核销率为期间发放的券中现已核销的比例。',
      'Figures are exact up to as_of_event, usually seconds behind. The redemption rate is that of the coupons issued in the period.',
    ),
  }),
  callRow(dailyFigures, { aliases: { fromDay: 'from', toDay: 'to', couponId: 'template' } }),
]

type Overview = ResultOf<typeof overviewFigures>

const { asOfEvent, asOf, newestEvent, missingThroughEvent, totals, outstanding, expiring } =
  overviewFigures.response.result.fields

function overviewLines(result: Overview): readonly string[] {
  const [now, before] = [result.totals, result.compared].map((sums) => wireValues(totals.fields, sums))
  const sums = table(['', `${result.fromDay}..${result.toDay}`, `${result.comparedFrom}..${result.comparedTo}`])
  const names = Object.values(totals.fields).map(({ wire }) => wire)
  return [
    sums(names.map((wire) => [wire, String(now?.[wire] ?? ''), String(before?.[wire] ?? '')])),
    ...(result.rows.length === 0 ? [] : ['', rowsTable(result.rows)]),
    '',
    ...plainLines({ outstanding, expiring, asOfEvent, asOf, newestEvent, missingThroughEvent }, result),
  ]
}

function rowsTable(rows: Overview['rows']): string {
  const lines = table([
    '',
    localized(eventKinds.issued),
    localized(eventKinds.redeemed),
    localized(eventKinds.returned),
    say('抵扣', 'Off'),
    say('核销率%', 'Rate %'),
  ])
  return lines(
    rows.map(({ name, issued, redeemed, returned, offAmount, redemptionRate = '' }) => {
      return [name, String(issued), String(redeemed), String(returned), offAmount, redemptionRate]
    }),
  )
}
