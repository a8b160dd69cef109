import { couponTermsFields, getCoupon, searchCoupons } from '@yaoquan/api'
import { TopClient } from '@yaoquan/client'
import { type Command, Option } from 'commander'
import { addGateway, callAndPrint, type GatewayFlags } from '#calls/gateway-call'
import { printCoupons } from '#calls/print-coupons'
import { wireValues } from '#calls/wire-values'
import { wholeNumber } from '#options/data-options'
import { addSearchFilters, filterOf, type SearchFlags } from '#options/search-filters'
import { couponTable, detailLines } from '#terminal/coupon-table'
import { eventTable, removedLines } from '#terminal/event-table'
import { valueLines } from '#terminal/value-lines'

/** `yaoquan coupon get` and `search`. */
export function addCouponLookups(coupon: Command): void {
  addGet(coupon)
  addSearch(coupon)
}

/** Prints one coupon with its events. */
function addGet(coupon: Command): void {
  const get = coupon
    .command('get')
    .description('查询一张优惠券、其条款及事件 (show a coupon, its terms and its events)')
    .argument('<code>', '券码 (coupon code)')
    .option('--with-phones', '显示完整手机号 (show the full phone number)')
  addGateway(get).action((couponCode: string, flags: GatewayFlags & Readonly<{ withPhones?: boolean }>) =>
    callAndPrint(flags, {
      method: getCoupon,
      send: (client) => client.getCoupon({ couponCode }),
      show: ({ coupon: found, terms, timeline, eventsRemovedBefore }) => {
        const details = found === undefined ? [] : detailLines(found, flags.withPhones ?? false)
        const ofTemplate = terms === undefined ? [] : ['', ...valueLines(wireValues(couponTermsFields, terms))]
        const removed = removedLines(eventsRemovedBefore)
        return [...details, ...ofTemplate, '', eventTable()(timeline), ...removed].join('\n')
      },
    }),
  )
}

type SearchCouponFlags = GatewayFlags &
  SearchFlags &
  Readonly<{ limit: number; cursor?: string; all?: boolean; withPhones?: boolean }>

/** Searches coupons with more filters than `query` has. */
function addSearch(coupon: Command): void {
  const search = addSearchFilters(
    coupon
      .command('search')
      .description(
        '按状态、模板、日期、门店与会员搜索优惠券 (search coupons by status, template, dates, shop and member)',
      ),
  )
    .option('--limit <n>', '每页数量 (coupons per page)', wholeNumber(1, 200), 20)
    .option('--cursor <cursor>', '上一页返回的 next_cursor (next_cursor of the previous page)')
    .addOption(new Option('--all', '输出所有页 (print all pages)').conflicts(['limit', 'cursor']))
    .option('--with-phones', '表格中显示完整手机号 (show full phone numbers in the table)')
  addGateway(search).addHelpText('after', notes).action(searchFor)
}

async function searchFor(flags: SearchCouponFlags): Promise<void> {
  const search = filterOf(flags)
  if (flags.all) {
    const coupons = new TopClient(flags).searchCoupons(search)
    return printCoupons(coupons, { ...flags, fields: couponFields, countName: 'count' })
  }
  const { limit, cursor } = flags
  await callAndPrint(flags, {
    method: searchCoupons,
    send: (client) => client.searchCouponPage({ ...search, limit, cursor }),
    show: ({ coupons, nextCursor, totalCount }) =>
      [
        couponTable(flags.withPhones ?? false)(coupons),
        ...(totalCount === undefined ? [] : [`共 ${totalCount} 张 (coupons in total)`]),
        nextCursor === undefined ? '没有下一页 (last page)' : `next_cursor ${nextCursor}`,
      ].join('\n'),
  })
}

const couponFields = searchCoupons.response.result.fields.coupons.item.fields

const notes = `
所有条件同时成立；日期为 YYYY-MM-DD。手机号在表格中缺省打码，在JSON中完整。一页可能不满而仍有下一页，请以 next_cursor 为准。
Coupons must match all filters. Days are YYYY-MM-DD. Phone numbers are masked in the table and full in JSON. A page may be short
although more follow: continue as long as there is a next_cursor.

示例 Examples:
  yaoquan coupon search --template 11 --status 0
  yaoquan coupon search --used-from 2026-11-01 --used-to 2026-11-30 --all --json`
