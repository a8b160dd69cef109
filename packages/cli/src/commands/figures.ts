import { overviewFigures } from '@yaoquan/api'
import type { ResultOf } from '@yaoquan/client'
import { type Command, Option } from 'commander'
import { withSeller } from '#administration/open-administration'
import { addGateway, callAndPrint, type GatewayFlags } from '#calls/gateway-call'
import { wireValues } from '#calls/wire-values'
import { jsonOption, type SellerFlags, sellerCommand, wholeNumber } from '#options/data-options'
import { OperationFault } from '#terminal/faults'
import { printResult } from '#terminal/output'
import { table } from '#terminal/table'
import { valueLines } from '#terminal/value-lines'

/** `yaoquan figures show` and `rebuild`. */
export function addFigureCommands(figures: Command): void {
  addShow(figures)
  sellerCommand(
    figures,
    'rebuild',
    '从事件重新统计，可在服务运行时执行 (count the figures anew from the events, beside running servers)',
  )
    .option(
      '--drop-removed',
      '较早事件已按保留期限清理时，放弃其数字 (give up the figures of events that were removed by age)',
    )
    .addOption(jsonOption())
    .action(rebuild)
}

const groups = { day: 'day', template: 'coupon_id', channel: 'channel', shop: 'shop' } as const

type ShowFlags = GatewayFlags &
  Readonly<{ from?: string; to?: string; comparedFrom?: string; comparedTo?: string; by?: keyof typeof groups }> &
  Readonly<{ template?: string; channel?: string; shop?: string; limit: number }>

/** Prints the figures of a period. */
function addShow(figures: Command): void {
  const show = figures
    .command('show')
    .description('一段日期的发放、核销与退回，与对比期并列 (figures of a period beside those of another)')
    .option('--from <day>', '起始日期 (first day)')
    .option('--to <day>', '截止日期，含；缺省为今天 (last day, inclusive; default today)')
    .option('--compared-from <day>', '对比期起始日期 (first day of the period to compare with)')
    .option('--compared-to <day>', '对比期截止日期，含 (its last day, inclusive)')
    .addOption(new Option('--by <group>', '分组 (rows by)').choices(Object.keys(groups)))
    .option('--template <id>', '只看该模板 (only this template)')
    .option('--channel <channel>', '只看该渠道 (only this channel)')
    .option('--shop <shop>', '只看该门店的核销与退回 (only redemptions and returns of this shop)')
    .option('--limit <n>', '最多行数 (rows at most)', wholeNumber(1, 400), 100)
  addGateway(show).addHelpText('after', notes).action(showFor)
}

async function showFor(flags: ShowFlags): Promise<void> {
  const { from: fromDay, to: toDay, comparedFrom, comparedTo, by, template: couponId, channel, shop, limit } = flags
  const groupBy = by === undefined ? undefined : groups[by]
  await callAndPrint(flags, {
    method: overviewFigures,
    send: (client) =>
      client.overviewFigures({ fromDay, toDay, comparedFrom, comparedTo, groupBy, couponId, channel, shop, limit }),
    show: overviewText,
  })
}

type Overview = ResultOf<typeof overviewFigures>

function overviewText({ totals, compared, rows, outstanding, expiring, ...state }: Overview): string {
  const { fields } = overviewFigures.response.result
  const [now, before] = [totals, compared].map((sums) => wireValues(fields.totals.fields, sums))
  const sums = table(['', `${state.fromDay}..${state.toDay}`, `${state.comparedFrom}..${state.comparedTo}`])
  const names = Object.values(fields.totals.fields).map(({ wire }) => wire)
  const left = { outstanding, expiring }
  return [
    sums(names.map((wire) => [wire, shown(now?.[wire]), shown(before?.[wire])])),
    ...(rows.length === 0 ? [] : ['', rowsText(rows)]),
    '',
    ...Object.entries(left).flatMap(([name, of]) =>
      of === undefined ? [] : valueLines(prefixed(name, wireValues(fields.outstanding.fields, of))),
    ),
    ...valueLines(wireValues(stateFields, state)),
  ].join('\n')
}

const { asOfEvent, asOf, newestEvent, missingThroughEvent } = overviewFigures.response.result.fields
const stateFields = { asOfEvent, asOf, newestEvent, missingThroughEvent }

function shown(value: unknown): string {
  return value === undefined ? '' : String(value)
}

function prefixed(name: string, values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).map(([wire, value]) => [`${name}.${wire}`, value]))
}

function rowsText(rows: Overview['rows']): string {
  const lines = table(['', '发放', '核销', '退回', '抵扣', '核销率%'])
  return lines(
    rows.map(({ name, issued, redeemed, returned, offAmount, redemptionRate = '' }) => {
      return [name, String(issued), String(redeemed), String(returned), offAmount, redemptionRate]
    }),
  )
}

async function rebuild(flags: SellerFlags & Readonly<{ dropRemoved?: boolean }>): Promise<void> {
  const { seller: sellerId, dropRemoved: dropsRemoved = false } = flags
  const rebuilt = await withSeller(flags, (administration) => administration.rebuildFigures({ sellerId, dropsRemoved }))
  if (rebuilt.kind === 'would-lose') {
    const { removedThroughSeq: last } = rebuilt
    throw new OperationFault(
      `序号 ${last} 及以前的事件已按保留期限清理，重新统计会失去其数字；确要如此请加 --drop-removed`,
      `events up to ${last} were removed by age, and counting anew would lose their figures; --drop-removed does it all the same`,
    )
  }
  const { asOfSeq, newestSeq, missingThroughSeq: missing } = rebuilt.state
  const members = { as_of_event: asOfSeq, newest_event: newestSeq }
  const text = `已统计到事件 ${asOfSeq} (counted up to this event)`
  if (missing === 0) printResult(flags, members, text)
  else {
    const gap = `序号 ${missing} 及以前的事件已清理，未计入 (events up to this number were removed and are missing)`
    printResult(flags, { ...members, missing_through_event: missing }, `${text}\n${gap}`)
  }
}

const notes = `
数字精确到 as_of_event 为止，通常落后数秒；核销率为期间发放的券中现已核销的比例。
Figures are exact up to as_of_event, usually seconds behind. The redemption rate is that of the coupons issued in the period.

示例 Examples:
  yaoquan figures show --by shop
  yaoquan figures show --from 2026-11-01 --to 2026-11-30 --by template --json
  yaoquan figures rebuild --data ./data --seller 111`
