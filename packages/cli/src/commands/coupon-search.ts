import { searchCoupons } from '@yaoquan/api'
import { type DetailedCoupon, TopClient } from '@yaoquan/client'
import { type Command, Option } from 'commander'
import { addGateway, callAndPrint, type GatewayFlags } from '#calls/gateway-call'
import { wireValues } from '#calls/wire-values'
import { wholeNumber } from '#options/data-options'
import { addSearchFilters, filterOf, type SearchFlags } from '#options/search-filters'
import { couponTable } from '#terminal/coupon-table'
import { print } from '#terminal/output'

type Flags = GatewayFlags &
  SearchFlags &
  Readonly<{ limit: number; cursor?: string; all?: boolean; withPhones?: boolean }>

/** `yaoquan coupon search`: searches coupons with more filters than `query` has. */
export function addCouponSearch(coupon: Command): void {
  const search = addSearchFilters(
    coupon
      .command('search')
      .description(
        '按状态、模板、日期、门店与会员搜索优惠券 (search coupons by status, template, dates, shop and member)',
      ),
  )
    .addOption(new Option('--limit <n>', '每页数量 (coupons per page)').argParser(wholeNumber(1, 200)).default(20))
    .option('--cursor <cursor>', '上一页返回的 next_cursor (next_cursor of the previous page)')
    .addOption(new Option('--all', '输出所有页 (print all pages)').conflicts(['limit', 'cursor']))
    .option('--with-phones', '表格中显示完整手机号 (show full phone numbers in the table)')
  addGateway(search).addHelpText('after', notes).action(searchFor)
}

async function searchFor(flags: Flags): Promise<void> {
  const search = filterOf(flags)
  if (flags.all) return printAll(new TopClient(flags).searchCoupons(search), flags)
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

/** Prints each page as it arrives. JSON is still one document. */
async function printAll(coupons: AsyncIterable<DetailedCoupon>, { json, withPhones }: Flags): Promise<void> {
  const lines = couponTable(withPhones ?? false)
  let count = 0
  if (json) process.stdout.write('{"coupons":[')
  for await (const coupon of coupons) {
    if (json) process.stdout.write(`${count > 0 ? ',' : ''}${JSON.stringify(wireValues(couponFields, coupon))}`)
    else print(lines([coupon]))
    count += 1
  }
  print(json ? `],"count":${count}}` : `共 ${count} 张 (coupons in total)`)
}

const couponFields = searchCoupons.response.result.fields.coupons.item.fields

const notes = `
所有条件同时成立；日期为 YYYY-MM-DD。手机号在表格中缺省打码，在JSON中完整。一页可能不满而仍有下一页，请以 next_cursor 为准。
Coupons must match all filters. Days are YYYY-MM-DD. Phone numbers are masked in the table and full in JSON. A page may be short
although more follow: continue as long as there is a next_cursor.

示例 Examples:
  yaoquan coupon search --template 11 --status 0
  yaoquan coupon search --used-from 2026-11-01 --used-to 2026-11-30 --all --json`
