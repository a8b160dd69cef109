import { eventFields, listEvents, queryCoupon } from '@yaoquan/api'
import type { CouponFilter, TopClient } from '@yaoquan/client'
import { Option } from 'commander'
import { type CallRow, callRow } from '#calls/call-row'
import { gatewayClient } from '#calls/gateway-client'
import { wireValues } from '#calls/wire-values'
import type { CallFlags } from '#options/gateway-options'
import { print, printJson, say } from '#terminal/output'
import { couponTableColumns, eventTable, removedLines } from '#terminal/row-tables'
import { couponRows } from './coupons.ts'
import { figureRows } from './figures.ts'
import { memberEraseRow, memberExportRow } from './member-export.ts'
import { memberRows } from './members.ts'
import { orderRows } from './orders.ts'
import { redemptionRows } from './redemptions.ts'
import { templateRows } from './templates.ts'

/** Events of the seller. */
const eventRows: readonly CallRow[] = [
  callRow(listEvents, {
    options: () => [
      new Option(
        '--follow',
        say('持续输出新事件；加 --json 时每行一个', 'keep printing new events; with --json one per line'),
      ).conflicts('limit'),
    ],
    before: async ({ afterSeq = 0 }, flags) => {
      if (flags['follow']) await followEvents(afterSeq, flags)
      return flags['follow'] === true
    },
    says: ({ events, lastSeq, newestSeq, removedThroughSeq, eventsRemovedBefore }) => [
      eventTable()(events),
      say(`last_seq ${lastSeq}，newest_seq ${newestSeq}`, `last_seq ${lastSeq}, newest_seq ${newestSeq}`),
      ...removedLines(eventsRemovedBefore, removedThroughSeq),
    ],
    examples: ['event list --follow --json'],
  }),
]

/** Runs until it is interrupted or the reader of its output exits. */
async function followEvents(afterSeq: number, flags: CallFlags): Promise<void> {
  const lines = eventTable()
  for await (const event of gatewayClient(flags).events({ afterSeq, follow: true, pollMs: 500 })) {
    if (flags.json) printJson(wireValues(eventFields, event))
    else print(lines([event]))
  }
}

const { phone, cardNo, couponCode, channel, pageSize, pageNum } = queryCoupon.request.query.fields
const { result } = queryCoupon.response
const { coupons, ...counts } = result.fields.page.fields

/** The method with the members of its query as parameters, and of its page as the result. */
const query = {
  ...queryCoupon,
  request: { phone, cardNo, couponCode, channel, pageSize, pageNum },
  response: { result: { ...result, fields: { ...counts, coupons: { ...coupons, wire: 'coupons' } } } },
  sampleOmits: ['cardNo', 'couponCode', 'channel', 'pageSize', 'pageNum'],
} as const

const largestPage = 200

/** `yaoquan query`: the coupons of a seller, by the method of Ali Health. */
const queryRow: CallRow = callRow(query, {
  path: 'query',
  defaults: { pageSize: 20, pageNum: 1 },
  // A blank filter would find every coupon.
  refusesBlank: true,
  call: (client, request) => client.queryCoupons(request),
  pages: pagesOf,
  list: { of: 'coupons', columns: couponTableColumns },
  says: ({ totalCount, currentPage, totalPage }) =>
    say(
      `共 ${totalCount} 张，第 ${currentPage}/${totalPage} 页`,
      `${totalCount} in total, page ${currentPage}/${totalPage}`,
    ),
  examples: ['query --channel erp --all --json'],
})

/** Coupons that are issued meanwhile come last, so none is missed or repeated. */
async function* pagesOf(client: TopClient, { phone, cardNo, couponCode, channel }: CouponFilter) {
  const filter = { phone, cardNo, couponCode, channel, pageSize: largestPage }
  for (let pageNum = 1; ; pageNum += 1) {
    const page = await client.queryCoupons({ ...filter, pageNum })
    yield page.coupons
    if (pageNum >= page.totalPage) return
  }
}

/** Every command that is made from the definition of its method. */
export const callRows: readonly CallRow[] = [
  ...couponRows,
  ...templateRows,
  ...memberRows,
  memberExportRow,
  memberEraseRow,
  ...orderRows,
  ...redemptionRows,
  ...figureRows,
  ...eventRows,
  queryRow,
]
