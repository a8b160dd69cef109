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

/** `yaoquan coupon search`: coupons by filters that `query` lacks. */
export function addCouponSearch(coupon: Command): void {
  const search = addSearchFilters(
    coupon.command('search').description('按状态、模板、日期、门店与会员搜索优惠券 (search coupons)'),
  )
    .addOption(new Option('--limit <n>', '每页数量 (coupons a page)').argParser(wholeNumber(1, 200)).default(20))
    .option('--cursor <cursor>', '上一页的 next_cursor (goes on after a page)')
    .addOption(new Option('--all', '所有页 (every page)').conflicts(['limit', 'cursor']))
    .option('--with-phones', '表格中显示完整手机号 (whole phone numbers in the table)')
  addGateway(search).addHelpText('after', notes).action(searchFor)
}

async function searchFor(flags: Flags): Promise<void> {
  const search = filterOf(flags)
  if (flags.all) return printAll(new TopClient(flags).searchCoupons(search), flags)
  const { limit, cursor } = flags
  await callAndPrint(flags, {
    method: searchCoupons,
    ask: (client) => client.searchCouponPage({ ...search, limit, cursor }),
    show: ({ coupons, nextCursor, totalCount }) =>
      [
        couponTable(flags.withPhones ?? false)(coupons),
        ...(totalCount === undefined ? [] : [`共 ${totalCount} 张 (coupons in all)`]),
        nextCursor === undefined ? '没有下一页 (no more)' : `next_cursor ${nextCursor}`,
      ].join('\n'),
  })
}

/** Prints while pages arrive; JSON is still one document. */
async function printAll(coupons: AsyncIterable<DetailedCoupon>, { json, withPhones }: Flags): Promise<void> {
  const lines = couponTable(withPhones ?? false)
  let count = 0
  if (json) process.stdout.write('{"coupons":[')
  for await (const coupon of coupons) {
    if (json) process.stdout.write(`${count > 0 ? ',' : ''}${JSON.stringify(wireValues(couponFields, coupon))}`)
    else print(lines([coupon]))
    count += 1
  }
  print(json ? `],"count":${count}}` : `共 ${count} 张 (coupons in all)`)
}

const couponFields = searchCoupons.response.result.fields.coupons.item.fields

const notes = `
条件同时成立；日期为 YYYY-MM-DD。手机号在表格中默认部分隐藏，在JSON中完整。
All filters must hold. A page may be short while there are more: go on as long as there is a next_cursor.

示例 Examples:
  yaoquan coupon search --template 11 --status 0
  yaoquan coupon search --used-from 2026-11-01 --used-to 2026-11-30 --all --json`
