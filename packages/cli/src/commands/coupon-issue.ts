import { TopClient } from '@yaoquan/client'
import { type Command, Option } from 'commander'
import { addGateway, type GatewayFlags } from '#calls/gateway-call'
import { issueRows } from '#calls/issue-rows'
import { withRequestNumber } from '#calls/request-number'
import { importText } from '#import/import-text'
import { openText } from '#import/open-text'
import { countsLine } from '#import/progress'
import { withStandardInput } from '#import/standard-input'
import { nonBlank } from '#options/data-options'
import { newOutRequestNo, outRequestNoOption } from '#options/out-request-no'
import { OperationFault } from '#terminal/faults'
import { print, printJson } from '#terminal/output'
import { encodingLabel } from './import.ts'

type IssueFlags = GatewayFlags &
  Readonly<{ outRequestNo?: string; channel?: string; encoding?: string; ignoreUnknown?: boolean }>

/** Leaves room for the number of each call. */
const maxNumberLength = 50

/** `yaoquan coupon issue`: passes on coupons that were issued elsewhere. */
export function addCouponIssue(coupon: Command): void {
  const issue = coupon
    .command('issue')
    .description('上传已发放的优惠券：CSV 或 NDJSON (pass on issued coupons from CSV or NDJSON)')
    .argument('<file>', '文件，- 为标准输入 (file, or - for standard input)')
    .addOption(new Option('--channel <channel>', '文件未给出渠道时使用 (for rows that name none)').argParser(nonBlank))
    .addOption(
      new Option('--encoding <name>', '缺省自动识别 UTF-8、UTF-16、GBK (default: detected)').argParser(encodingLabel),
    )
    .option('--ignore-unknown', '忽略未知的列 (skip unknown columns)')
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
    throw new OperationFault(`${counts.bad} 行未上传，原因见 ${errorsPath}`, 'rows that failed are listed there')
}

const notes = `
字段 Fields: 与 yaoquan.coupon.issue 一致 (as in yaoquan.coupon.issue): coupon_code（必填 required）, coupon_name, coupon_id,
  coupon_amount, order_amount, start_date, end_date, bill_date, phone, card_no, channel, status, describe, shop, category, attribute

每1000行一次调用，请求号为 --out-request-no 加 -1、-2 …；同一文件用同一请求号重发不会重复执行。
One call for 1000 rows, numbered --out-request-no with -1, -2 …; the same file under the same number happens once.
有问题的行写入 FILE.errors.csv（标准输入为 stdin.errors.csv），此时退出码为1；其余行已上传。
Bad rows go to FILE.errors.csv and the exit code is 1; the other rows are stored.

示例 Examples:
  yaoquan coupon issue coupons.csv --channel erp
  sqlcmd … | yaoquan coupon issue - --json`
