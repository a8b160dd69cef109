import type { Command } from 'commander'
import { withSeller } from '#administration/open-administration'
import { importText } from '#import/import-text'
import { openText } from '#import/open-text'
import { countsLine } from '#import/progress'
import { dataOption, jsonOption, sellerOption, storeOption } from '#options/data-options'
import { channelOption, encodingOption, ignoreUnknownOption } from '#options/row-options'
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

/** `yaoquan import`: imports the coupons of a file. Running it again changes nothing. */
export function addImport(program: Command): void {
  program
    .command('import')
    .description('导入优惠券：CSV 或 NDJSON (import coupons from CSV or NDJSON)')
    .argument('<file>', 'CSV（首行为字段名）或NDJSON文件 (CSV file with a header row, or NDJSON file)')
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(sellerOption())
    .addOption(channelOption())
    .addOption(encodingOption())
    .addOption(ignoreUnknownOption())
    .option('--excel', '文件由 export --excel 导出 (the file was written by export --excel)')
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(importFile)
}

async function importFile(path: string, flags: ImportFlags): Promise<void> {
  const file = await openText(path, flags.encoding)
  const { counts, errorsPath } = await withSeller(flags, (administration) =>
    importText(file, { ...flags, sellerId: flags.seller }, (rows) =>
      administration.importCoupons({ sellerId: flags.seller, rows }),
    ),
  )
  if (flags.json) printJson({ ...counts, ...(counts.bad > 0 ? { errors_file: errorsPath } : {}) })
  else print(countsLine(counts))
  if (counts.bad > 0)
    throw new OperationFault(
      `${counts.bad} 行未导入，原因见 ${errorsPath}`,
      'rows not imported; that file has the reasons',
    )
}

const notes = `
字段 Fields，与 querycoupon 一致 (as in querycoupon): coupon_code（必填 required）, coupon_name, coupon_id,
  coupon_amount, order_amount, start_date, end_date, bill_date, phone, card_no, channel, status, describe, shop, category, attribute

每1000行提交一次；已有且内容相同的优惠券计为 existing；重复运行不产生变化。
Rows are committed 1000 at a time. Coupons that already exist with the same content are counted as existing. Running an import again
changes nothing.
有错误的行写入 FILE.errors.csv，此时退出码为1；其余行已导入。
Rows with errors are written to FILE.errors.csv and the exit code is 1. The other rows are imported.

示例 Examples:
  yaoquan import coupons.csv --data ./data --seller 111
  yaoquan import coupons.ndjson --data ./data --seller 111 --channel erp --json`
