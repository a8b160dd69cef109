import { erpCouponFields, queryCoupon } from '@yaoquan/api'
import { type CouponFilter, TopClient } from '@yaoquan/client'
import { type Command, Option } from 'commander'
import { printCoupons } from '#calls/print-coupons'
import { addCallFlags } from '#calls/send-call'
import { wireValues } from '#calls/wire-values'
import { nonBlank, wholeNumber } from '#options/data-options'
import type { CallFlags } from '#options/gateway-options'
import { couponTableColumns } from '#terminal/coupon-table'
import { helpNotes } from '#terminal/help-notes'
import { say, told } from '#terminal/language'
import { printResult } from '#terminal/output'
import { columnTable } from '#terminal/table'

type QueryFlags = CallFlags &
  CouponFilter &
  Readonly<{ pageSize: number; pageNum: number; all?: boolean; withPhones?: boolean }>

/** `yaoquan query`: queries the coupons of a seller by the method of Ali Health and prints a table or JSON. */
export function addQuery(program: Command): void {
  const { phone, cardNo, couponCode, channel, pageSize, pageNum } = queryCoupon.request.query.fields
  const query = program
    .command('query')
    .summary(say('查询优惠券', 'query coupons'))
    .description(told(queryCoupon.description))
  // A blank filter would find every coupon.
  for (const { wire, description } of [phone, cardNo, couponCode, channel]) {
    query.option(`--${wire.replaceAll('_', '-')} <text>`, told(description), nonBlank)
  }
  query
    .option('--page-size <n>', told(pageSize.description), wholeNumber(pageSize.min, pageSize.max), 20)
    .option('--page-num <n>', told(pageNum.description), wholeNumber(pageNum.min, pageNum.max), 1)
    .addOption(new Option('--all', say('输出所有页', 'print all pages')).conflicts(['pageSize', 'pageNum']))
    .option(
      '--with-phones',
      say('表格中显示完整手机号，缺省打码', 'show full phone numbers in the table, which masks them by default'),
    )
  addCallFlags(query, { isWrite: false })
    .addHelpText(
      'after',
      helpNotes({ examples: ['yaoquan query --phone 18612255668', 'yaoquan query --channel erp --all --json'] }),
    )
    .action(queryCoupons)
}

async function queryCoupons(flags: QueryFlags): Promise<void> {
  const { phone, cardNo, couponCode, channel } = flags
  const filter = { phone, cardNo, couponCode, channel }
  const client = new TopClient(flags)
  if (flags.all) await printCoupons(client.allCoupons(filter), flags)
  else await printPage(client, filter, flags)
}

async function printPage(client: TopClient, filter: CouponFilter, flags: QueryFlags): Promise<void> {
  const page = await client.queryCoupons({ ...filter, pageSize: flags.pageSize, pageNum: flags.pageNum })
  const { coupons, currentPage, totalCount, totalPage } = page
  const members = coupons.map((coupon) => wireValues(erpCouponFields, coupon))
  const lines = columnTable(couponTableColumns, { showsPhones: flags.withPhones ?? false })
  const rows = coupons.length === 0 ? '' : `${lines(coupons)}\n`
  printResult(
    flags,
    { current_page: currentPage, total_count: totalCount, total_page: totalPage, coupons: members },
    say(
      `${rows}共 ${totalCount} 张，第 ${currentPage}/${totalPage} 页`,
      `${rows}${totalCount} in total, page ${currentPage}/${totalPage}`,
    ),
  )
}
