import { type Command, InvalidArgumentError, Option } from 'commander'
import { withChain } from '#administration/open-administration'
import { importText } from '#import/import-text'
import { openText } from '#import/open-text'
import { countsLine } from '#import/progress'
import { dataOption, jsonOption, nonBlank, sellerOption, storeOption } from '#options/data-options'
import { OperationFault } from '#terminal/faults'
import { print, printJson } from '#terminal/output'

type ImportFlags = Readonly<{
  data?: string
  store?: string
  seller: string
  channel?: string
  encoding?: string
  ignoreUnknown?: boolean
  excel?: boolean
  json?: boolean
}>

/** `yaoquan import`: stores the coupons of a file. Running it again changes nothing. */
export function addImport(program: Command): void {
  program
    .command('import')
    .description('导入优惠券：CSV 或 NDJSON (import coupons from CSV or NDJSON)')
    .argument('<file>', 'CSV（首行为字段名）或NDJSON (CSV with a header row, or NDJSON)')
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(sellerOption())
    .addOption(new Option('--channel <channel>', '文件未给出渠道时使用 (for rows that name none)').argParser(nonBlank))
    .addOption(
      new Option('--encoding <name>', '缺省自动识别 UTF-8、UTF-16、GBK (default: detected)').argParser(encodingLabel),
    )
    .option('--ignore-unknown', '忽略未知的列 (skip unknown columns)')
    .option('--excel', 'export --excel 写的文件 (a file that export --excel wrote)')
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(importFile)
}

async function importFile(path: string, flags: ImportFlags): Promise<void> {
  const file = await openText(path, flags.encoding)
  const { counts, errorsPath } = await withChain(flags, (administration) =>
    importText(file, { ...flags, sellerId: flags.seller }, (rows) =>
      administration.importCoupons({ sellerId: flags.seller, rows }),
    ),
  )
  if (flags.json) printJson({ ...counts, ...(counts.bad > 0 ? { errors_file: errorsPath } : {}) })
  else print(countsLine(counts))
  if (counts.bad > 0)
    throw new OperationFault(`${counts.bad} 行未导入，原因见 ${errorsPath}`, 'bad rows are listed there')
}

/** @throws InvalidArgumentError for a name that is no encoding */
export function encodingLabel(label: string): string {
  try {
    return new TextDecoder(label).encoding
  } catch {
    throw new InvalidArgumentError('未知的编码，例如 utf-8、gbk、utf-16le (unknown encoding)')
  }
}

const notes = `
字段 Fields: 与 querycoupon 文档一致 (as on the page of querycoupon): coupon_code（必填 required）, coupon_name, coupon_id,
  coupon_amount, order_amount, start_date, end_date, bill_date, phone, card_no, channel, status, describe, shop, category, attribute

每1000行提交一次；内容相同的已有优惠券计为 existing；重复运行不产生变化。
Rows are committed 1000 at a time; coupons that stand with equal content count as existing; running it again changes nothing.
有问题的行写入 FILE.errors.csv，此时退出码为1；其余行已导入。
Bad rows go to FILE.errors.csv and the exit code is 1; the other rows are imported.

示例 Examples:
  yaoquan import coupons.csv --data ./data --seller 111
  yaoquan import coupons.ndjson --data ./data --seller 111 --channel erp --json`
