import { TopClient } from '@yaoquan/client'
import type { Command } from 'commander'
import { addGateway, type GatewayFlags } from '#calls/gateway-call'
import { issueRows } from '#calls/issue-rows'
import { newOutRequestNo, outRequestNoOption, withRequestNumber } from '#calls/request-number'
import { importText } from '#import/import-text'
import { openText } from '#import/open-text'
import { countsLine } from '#import/progress'
import { withStandardInput } from '#import/standard-input'
import { channelOption, encodingOption, ignoreUnknownOption } from '#options/row-options'
import { OperationFault } from '#terminal/faults'
import { print, printJson } from '#terminal/output'

type IssueFlags = GatewayFlags &
  Readonly<{ outRequestNo?: string; channel?: string; encoding?: string; ignoreUnknown?: boolean }>

/** Leaves room for the suffix of each call. */
const maxNumberLength = 50

/** `yaoquan coupon issue`: registers coupons that another system issued. */
export function addCouponIssue(coupon: Command): void {
  const issue = coupon
    .command('issue')
    .description('登记他处已发放的优惠券：CSV 或 NDJSON (register coupons issued elsewhere, from CSV or NDJSON)')
    .argument('<file>', '文件，- 为标准输入 (file, or - for standard input)')
    .addOption(channelOption())
    .addOption(encodingOption())
    .addOption(ignoreUnknownOption())
    .addOption(outRequestNoOption(maxNumberLength))
  addGateway(issue).addHelpText('after', notes).action(issueFile)
}

async function issueFile(path: string, flags: IssueFlags): Promise<void> {
  const outRequestNo = flags.outRequestNo ?? newOutRequestNo()
  if (!flags.json) print(`out_request_no ${outRequestNo}`)
  const { counts, errorsPath } = await withStandardInput(path, async (readable, listPath) => {
    const file = { ...(await openText(readable, flags.encoding)), path: listPath }
    return importText(file, { ...flags, sellerId: undefined }, issueRows(new TopClient(flags), outRequestNo))
  }).catch((error: unknown) => {
    throw withRequestNumber(error, outRequestNo)
  })
  if (flags.json)
    printJson({ out_request_no: outRequestNo, ...counts, ...(counts.bad > 0 ? { errors_file: errorsPath } : {}) })
  else print(countsLine(counts))
  if (counts.bad > 0)
    throw new OperationFault(
      `${counts.bad} 行未存储，原因见 ${errorsPath}`,
      'rows not stored; that file has the reasons',
    )
}

const notes = `
字段 Fields，与 yaoquan.coupon.issue 一致 (as in yaoquan.coupon.issue): coupon_code（必填 required）, coupon_name, coupon_id,
  coupon_amount, order_amount, start_date, end_date, bill_date, phone, card_no, channel, status, describe, shop, category, attribute

每1000行调用一次，请求号为 --out-request-no 加 -1、-2 …；同一文件用同一请求号重发不会重复执行。
Sends one call per 1000 rows. Its request number is --out-request-no with -1, -2 … appended, so sending the same file again with
the same number changes nothing.
有错误的行写入 FILE.errors.csv（标准输入为 stdin.errors.csv），此时退出码为1；其余行已存储。
Rows with errors are written to FILE.errors.csv (standard input: stdin.errors.csv) and the exit code is 1. The other rows are stored.

示例 Examples:
  yaoquan coupon issue coupons.csv --channel erp
  sqlcmd … | yaoquan coupon issue - --json`
