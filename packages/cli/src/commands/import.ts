import { readDifferentlyTexts } from '@yaoquan/api'
import { type Command, Option } from 'commander'
import { withSeller } from '#administration/open-administration'
import { couponColumnList } from '#import/column-list'
import { importMembers } from '#import/import-members'
import { type ImportTarget, importRows } from '#import/import-rows'
import { type Imported, importFile } from '#import/import-text'
import { openText } from '#import/open-text'
import { countsLine } from '#import/progress'
import { jsonOption, type SellerFlags, sellerCommand } from '#options/data-options'
import { addRowOptions, excelOption, type RowFlags } from '#options/row-options'
import { OperationFault } from '#terminal/faults'
import { helpNotes } from '#terminal/help-notes'
import { localized, say } from '#terminal/language'
import { printResult } from '#terminal/output'

/** `yaoquan import`: imports the coupons of a file. Running it again changes nothing. */
export function addImport(program: Command): void {
  const command = sellerCommand(
    program,
    'import',
    say('导入优惠券：CSV 或 NDJSON', 'import coupons from CSV or NDJSON'),
  ).argument('<file>', say('CSV（首行为字段名）或NDJSON文件', 'CSV file with a header row, or NDJSON file'))
  addRowOptions(command)
    .option(...excelOption)
    .addOption(
      new Option('--members', say('文件是会员，只能是CSV', 'the file holds members; CSV only')).conflicts([
        'channel',
        'excel',
      ]),
    )
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(importInto)
}

type ImportFlags = SellerFlags & RowFlags & Readonly<{ members?: boolean }>

async function importInto(path: string, flags: ImportFlags): Promise<void> {
  const file = await openText(path, flags.encoding)
  const sellerId = flags.seller
  const imported = await withSeller(flags, (administration) =>
    flags.members
      ? importMembers(file, flags, (rows) => administration.importMembers({ sellerId, rows }))
      : importFile(file, flags, (rows, report) => {
          const store: ImportTarget['store'] = (batch) => administration.importCoupons({ sellerId, rows: batch })
          return importRows(rows, { store, sellerId, channel: flags.channel, ...report })
        }),
  )
  printImported(flags, imported, { zh: '未导入', en: 'not imported' })
}

/**
 * Prints the counts of an import.
 * @param failed how messages name rows that are not stored
 * @param head members at the start of the JSON document
 * @throws OperationFault if there are bad rows
 */
export function printImported(
  flags: Readonly<{ json?: boolean }>,
  { counts, typed, errorsPath }: Imported,
  failed: Readonly<{ zh: string; en: string }>,
  head: object = {},
): void {
  const errors = counts.bad > 0 ? { errors_file: errorsPath } : {}
  const read = {
    ...(typed.list > 0 ? { lists_read: typed.list } : {}),
    ...(typed.day > 0 ? { days_read: typed.day } : {}),
  }
  const lines = [countsLine(counts), ...readDifferentlyTexts(typed).map(localized)]
  printResult(flags, { ...head, ...counts, ...read, ...errors }, lines.join('\n'))
  if (counts.bad === 0) return
  throw new OperationFault(
    `${counts.bad} 行${failed.zh}，原因见 ${errorsPath}`,
    `${counts.bad} rows ${failed.en}; the reasons are in ${errorsPath}`,
  )
}

const notes = helpNotes({
  notes: say(
    `字段，与 yaoquan.coupon.issue 一致: ${couponColumnList()}

每1000行提交一次；已有且内容相同的优惠券计为 existing；重复运行不产生变化。
有错误的行写入 FILE.errors.csv，此时退出码为1；其余行已导入。
列表（shop、category）中的 ， 与 、 按逗号读取，日期 2026/11/1 按 2026-11-01 读取，并报告有多少行。
手机号须为 11 位手机号、带区号的固定电话或以 + 开头的境外号码，其他是有错误的行。

会员（--members）: phone, card_no（至少一个）, name, level, tags（逗号或分号分隔）, birthday（MM-DD）, consent（yes/no）与 consent_source, attribute.NAME。空白的保持不变，重复运行不产生变化。`,
    `Fields, as in yaoquan.coupon.issue: ${couponColumnList()}

Rows are committed 1000 at a time. Coupons that already exist with the same content are counted as existing. Running an import again changes nothing.
Rows with errors are written to FILE.errors.csv and the exit code is 1. The other rows are imported.
Chinese commas in lists (shop, category) are read as commas and days such as 2026/11/1 as 2026-11-01; the summary says in how many rows.
A phone must be a mobile number of 11 digits, a landline with area code or a foreign
number with +; others are errors.

Members (--members): phone, card_no (one of them), name, level, tags (separated by comma or semicolon), birthday (MM-DD), consent (yes/no) with consent_source, attribute.NAME. Blank values stay as they are, and running an import again changes nothing.`,
  ),
  examples: [
    'yaoquan import members.csv --members --data ./data --seller 111',
    'yaoquan import coupons.csv --data ./data --seller 111',
    'yaoquan import coupons.ndjson --data ./data --seller 111 --channel erp --json',
  ],
})
