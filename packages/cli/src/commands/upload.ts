import type { Command } from 'commander'
import { gatewayClient } from '#calls/gateway-client'
import { newOutRequestNo, outRequestNoOption, withRequestNumber } from '#calls/request-number'
import { addCallFlags } from '#calls/send-call'
import { issueRows, uploadRows } from '#calls/upload-rows'
import { isSpreadsheet } from '#import/file-rows'
import { importFile } from '#import/import-file'
import {
  type CheckRow,
  couponCheck,
  type ImportCounts,
  type ImportTarget,
  importRows,
  openQuestionsOf,
  type RowReporting,
} from '#import/import-rows'
import { openCoupons } from '#import/open-source'
import { withStandardInput } from '#import/open-text'
import { printImported } from '#import/print-imported'
import { answeredFor, type CouponTexts, couponColumnList, type SourceRow } from '#import/source-row'
import type { CallFlags } from '#options/gateway-options'
import { addRowOptions, type RowFlags } from '#options/row-options'
import { saveMapping, withMapping } from '#profiles/mappings-file'
import { helpNotes } from '#terminal/help-notes'
import { print, say } from '#terminal/output'

type SendFlags = CallFlags & RowFlags & Readonly<{ outRequestNo?: string }>

/** Leaves room for the suffix of each call or part. */
const maxNumberLength = 50

/** `yaoquan upload`: sends a file of any length to a server over the network. */
export function addUpload(program: Command): void {
  const upload = program
    .command('upload')
    .description(
      say(
        '把任意数量的优惠券上传到服务器：.xlsx、CSV 或 NDJSON',
        'upload coupons to a server from .xlsx, CSV or NDJSON',
      ),
    )
    .argument(...fileArgument)
  addRowOptions(upload).addOption(outRequestNoOption(maxNumberLength))
  addCallFlags(upload, { isWrite: false })
    .addHelpText('after', uploadNotes)
    .action((path: string, flags: SendFlags) =>
      sendFile(path, flags, (outRequestNo, rows, report) => {
        const { channel } = flags
        const client = gatewayClient(flags)
        return uploadRows(rows, {
          send: (coupons) => client.uploadCoupons(coupons, { outRequestNo, channel }),
          ...report,
        })
      }),
    )
}

/** `yaoquan coupon issue`: registers coupons that another system issued. It is written by hand because it reads a file of any length. */
export function addCouponIssue(coupon: Command): void {
  const issue = coupon
    .command('issue')
    .description(
      say(
        '登记他处已发放的优惠券：.xlsx、CSV 或 NDJSON',
        'register coupons issued elsewhere, from .xlsx, CSV or NDJSON',
      ),
    )
    .argument(...fileArgument)
  addRowOptions(issue).addOption(outRequestNoOption(maxNumberLength))
  addCallFlags(issue, { isWrite: false })
    .addHelpText('after', issueNotes)
    .action((path: string, flags: SendFlags) =>
      sendFile(path, flags, (outRequestNo, rows, report) => {
        const store = issueRows(gatewayClient(flags), outRequestNo)
        return importRows(rows, { store, ...ofCaller, channel: flags.channel, ...report })
      }),
    )
}

const fileArgument = [
  '<file>',
  say('.xlsx、CSV 或 NDJSON 文件，- 为标准输入', '.xlsx, CSV or NDJSON file, or - for standard input'),
] as const

type Report = RowReporting & Readonly<{ checkRow: CheckRow<CouponTexts> }>

type Send = (outRequestNo: string, rows: AsyncIterable<SourceRow>, report: Report) => Promise<ImportCounts>

async function sendFile(path: string, given: SendFlags, send: Send): Promise<void> {
  const flags = withMapping(given)
  const outRequestNo = flags.outRequestNo ?? newOutRequestNo()
  if (!flags.json && !flags.check) print(`out_request_no ${outRequestNo}`)
  const imported = await withStandardInput(path, async (readable, listPath) => {
    const source = await openCoupons(readable, flags)
    saveMapping(flags)
    const answered = answeredFor(source, flags)
    const [checkRow, questionsOf] = [await couponCheck(answered), openQuestionsOf(answered)]
    const kind = { isSpreadsheet: await isSpreadsheet(readable), isCheck: flags.check ?? false }
    const file = { source, path: listPath, ...kind, questionsOf }
    return importFile(file, (rows, report) => {
      return flags.check ? checkRows(rows, { ...report, checkRow }) : send(outRequestNo, rows, { ...report, checkRow })
    })
  }).catch((error: unknown) => {
    throw withRequestNumber(error, outRequestNo)
  })
  const head = flags.check ? {} : { out_request_no: outRequestNo }
  printImported(flags, imported, { failed: { zh: '未存储', en: 'not stored' }, head })
}

/** The server knows the seller by the key. It takes from apps what it does not take from people, so rows are checked before they are sent. */
const ofCaller = { sellerId: undefined, checksFirst: true } as const

/** Checks all rows, and sends nothing. What the server has is not known. */
function checkRows(rows: AsyncIterable<SourceRow>, report: Report): Promise<ImportCounts> {
  const store: ImportTarget['store'] = async (batch) => batch.map(() => ({ kind: 'created' }))
  return importRows(rows, { store, ...ofCaller, channel: undefined, ...report })
}

const uploadNotes = helpNotes({
  notes: say(
    `与 import 读取同样的文件，签名后经网络上传，不需要服务器的数据目录；分批发送，断线自动重发，不会重复存储。
中断后用相同的 --out-request-no 与文件重新运行即可。`,
    `Reads the same files as import and sends them, signed, over the network; needs no access to the server's data folder. Sends in parts and resends a part after a broken connection; nothing is stored twice.
If it was interrupted, run it again with the same --out-request-no and file.`,
  ),
  examples: [
    'yaoquan upload coupons.csv --url https://crm.example.cn --channel erp',
    'sqlcmd … | yaoquan upload - --json',
  ],
})

const issueNotes = helpNotes({
  notes: say(
    `字段，与 yaoquan.coupon.issue 一致: ${couponColumnList()}

每1000行调用一次，请求号为 --out-request-no 加 -1、-2 …；同一文件用同一请求号重发不会重复执行。
有错误的行写入 FILE.errors.csv（标准输入为 stdin.errors.csv），此时退出码为1；其余行已存储。`,
    `Fields, as in yaoquan.coupon.issue: ${couponColumnList()}

Sends one call per 1000 rows. Its request number is --out-request-no with -1, -2 … appended, so sending the same file again with the same number changes nothing.
Rows with errors are written to FILE.errors.csv (standard input: stdin.errors.csv) and the exit code is 1. The other rows are stored.`,
  ),
  examples: ['yaoquan coupon issue coupons.csv --channel erp', 'sqlcmd … | yaoquan coupon issue - --json'],
})
