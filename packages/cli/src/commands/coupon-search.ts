import { searchCoupons } from '@yaoquan/api'
import { type CouponSearch, type DetailedCoupon, TopClient } from '@yaoquan/client'
import { type Command, Option } from 'commander'
import { couponTable } from '../coupons/coupon-table.ts'
import { addGateway, callAndPrint, type GatewayFlags } from '../gateway/gateway-call.ts'
import { wholeNumber } from '../options/data-options.ts'
import { print } from '../terminal/output.ts'
import { wireValues } from '../wire/wire-values.ts'

type SearchFlags = GatewayFlags &
  Omit<CouponSearch, 'couponId'> &
  Readonly<{ template?: string; limit: number; cursor?: string; all?: boolean; withPhones?: boolean }>

/** `yaoquan coupon search`: coupons by filters that `query` lacks. */
export function addCouponSearch(coupon: Command): void {
  const search = coupon
    .command('search')
    .description('按状态、模板、日期、门店与会员搜索优惠券 (search coupons)')
    .addOption(new Option('--status <n>', '0未使用 1已使用 2已过期 3作废 4占用').choices(['0', '1', '2', '3', '4']))
    .option('--template <id>', '模板id (coupon_id)')
    .option('--channel <channel>', '渠道 (channel)')
    .option('--phone <phone>', '会员手机号 (phone)')
    .option('--card-no <no>', '会员卡号 (member card)')
    .option('--shop <shop>', '可用门店 (usable in this shop)')
    .option('--issued-from <day>', '发放日期起 (issued from)')
    .option('--issued-to <day>', '发放日期止，含 (issued to)')
    .option('--start-from <day>', '生效日期起 (first usable day from)')
    .option('--start-to <day>', '生效日期止，含 (first usable day to)')
    .option('--end-from <day>', '失效日期起 (last usable day from)')
    .option('--end-to <day>', '失效日期止，含 (last usable day to)')
    .option('--used-from <day>', '使用日期起 (used from)')
    .option('--used-to <day>', '使用日期止，含 (used to)')
    .addOption(new Option('--limit <n>', '每页数量 (coupons a page)').argParser(wholeNumber(1, 200)).default(20))
    .option('--cursor <cursor>', '上一页的 next_cursor (goes on after a page)')
    .addOption(new Option('--all', '所有页 (every page)').conflicts(['limit', 'cursor']))
    .option('--with-phones', '表格中显示完整手机号 (whole phone numbers in the table)')
  addGateway(search).addHelpText('after', notes).action(searchFor)
}

async function searchFor(flags: SearchFlags): Promise<void> {
  const search = filtersOf(flags)
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

function filtersOf(flags: SearchFlags): CouponSearch {
  const { status, template: couponId, channel, phone, cardNo, shop } = flags
  const { issuedFrom, issuedTo, startFrom, startTo, endFrom, endTo, usedFrom, usedTo } = flags
  const days = { issuedFrom, issuedTo, startFrom, startTo, endFrom, endTo, usedFrom, usedTo }
  return { status, couponId, channel, phone, cardNo, shop, ...days }
}

/** Prints while pages arrive; JSON is still one document. */
async function printAll(coupons: AsyncIterable<DetailedCoupon>, { json, withPhones }: SearchFlags): Promise<void> {
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
