import { erpCouponFields } from '@yaoquan/api'
import { type CouponFilter, TopClient } from '@yaoquan/client'
import { type Command, Option } from 'commander'
import { addGateway, type GatewayFlags } from '#calls/gateway-call'
import { printCoupons } from '#calls/print-coupons'
import { wireValues } from '#calls/wire-values'
import { nonBlank, wholeNumber } from '#options/data-options'
import { couponTable } from '#terminal/coupon-table'
import { printResult } from '#terminal/output'

type QueryFlags = GatewayFlags &
  CouponFilter &
  Readonly<{ pageSize: number; pageNum: number; all?: boolean; withPhones?: boolean }>

/** `yaoquan query`: queries the coupons of a seller and prints a table or JSON. */
export function addQuery(program: Command): void {
  const query = program
    .command('query')
    .description('查询优惠券 (query coupons)')
    .option('--phone <phone>', "会员手机号 (member's phone number)", nonBlank)
    .option('--card-no <no>', '会员卡号 (member card number)', nonBlank)
    .option('--coupon-code <code>', '券码 (coupon code)', nonBlank)
    .option('--channel <channel>', '渠道 (channel)', nonBlank)
    .option('--page-size <n>', '每页数量 (coupons per page)', wholeNumber(1, 200), 20)
    .option('--page-num <n>', '页码，从1起 (page number, from 1)', wholeNumber(1, 2_147_483_647), 1)
    .addOption(new Option('--all', '输出所有页 (print all pages)').conflicts(['pageSize', 'pageNum']))
    .option('--with-phones', '表格中显示完整手机号 (show full phone numbers in the table)')
  addGateway(query).addHelpText('after', notes).action(queryCoupons)
}

async function queryCoupons(flags: QueryFlags): Promise<void> {
  const { phone, cardNo, couponCode, channel } = flags
  const filter = { phone, cardNo, couponCode, channel }
  const client = new TopClient(flags)
  if (flags.all) {
    const how = { ...flags, fields: erpCouponFields, countName: 'total_count' }
    await printCoupons(client.allCoupons(filter), how)
  } else await printPage(client, filter, flags)
}

async function printPage(client: TopClient, filter: CouponFilter, flags: QueryFlags): Promise<void> {
  const page = await client.queryCoupons({ ...filter, pageSize: flags.pageSize, pageNum: flags.pageNum })
  const { coupons, currentPage, totalCount, totalPage } = page
  const members = coupons.map((coupon) => wireValues(erpCouponFields, coupon))
  const rows = coupons.length === 0 ? '' : `${couponTable(flags.withPhones ?? false)(coupons)}\n`
  printResult(
    flags,
    { current_page: currentPage, total_count: totalCount, total_page: totalPage, coupons: members },
    `${rows}共 ${totalCount} 张，第 ${currentPage}/${totalPage} 页 (coupons in total, page)`,
  )
}

const notes = `
所有条件同时成立。手机号在表格中缺省打码，在JSON中完整。
Coupons must match all filters. Phone numbers are masked in the table unless --with-phones is given, and full in JSON.

示例 Examples:
  yaoquan query --url http://127.0.0.1:8080 --app-key K --app-secret S --phone 18612255668
  yaoquan query --url http://127.0.0.1:8080 --app-key K --app-secret S --channel erp --all --json`
