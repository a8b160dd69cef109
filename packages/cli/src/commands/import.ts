import type { ImportQuestion } from '@yaoquan/api'
import { type Command, Option } from 'commander'
import { withSeller } from '#administration/open-administration'
import { isSpreadsheet } from '#import/file-rows'
import { importFile } from '#import/import-file'
import { importMembers, type MemberTarget, tryCoupons, tryMembers } from '#import/import-members'
import { couponCheck, faultsOf, type ImportTarget, importRows, openQuestionsOf } from '#import/import-rows'
import { openCoupons, openMembers } from '#import/open-source'
import { withStandardInput } from '#import/open-text'
import { printImported } from '#import/print-imported'
import { answeredFor, couponColumnList } from '#import/source-row'
import { jsonOption, type SellerFlags, sellerCommand } from '#options/data-options'
import { addRowOptions, type RowFlags } from '#options/row-options'
import { saveMapping, withMapping } from '#profiles/mappings-file'
import type { Administration } from '#server'
import { helpNotes } from '#terminal/help-notes'
import { say } from '#terminal/output'

/** `yaoquan import`: imports the coupons of a file. Running it again changes nothing. */
export function addImport(program: Command): void {
  const command = sellerCommand(
    program,
    'import',
    say('导入优惠券：.xlsx、CSV 或 NDJSON', 'import coupons from .xlsx, CSV or NDJSON'),
  ).argument(
    '<file>',
    say(
      '.xlsx、CSV（首行为列名）或 NDJSON 文件，- 为标准输入',
      '.xlsx or CSV file with a header row, or NDJSON file; - for standard input',
    ),
  )
  addRowOptions(command)
    .addOption(
      new Option('--members', say('文件是会员，不能是 NDJSON', 'the file holds members; no NDJSON')).conflicts([
        'channel',
        'bearer',
        'zeroAmount',
      ]),
    )
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(importInto)
}

type ImportFlags = SellerFlags & RowFlags & Readonly<{ members?: boolean }>

async function importInto(path: string, given: ImportFlags): Promise<void> {
  const flags = withMapping(given)
  const imported = await withStandardInput(path, async (readable, name) => {
    const file = { path: name, isSpreadsheet: await isSpreadsheet(readable), isCheck: flags.check ?? false }
    if (flags.members) {
      const source = await openMembers(readable, flags)
      saveMapping(flags)
      return withSeller(flags, (administration) =>
        importFile({ ...file, source, questionsOf: () => [] }, (rows, report) =>
          importMembers(rows, { store: memberStore(administration, flags), ...report }),
        ),
      )
    }
    const source = await openCoupons(readable, flags)
    saveMapping(flags)
    const answered = answeredFor(source, flags)
    const [checkRow, questionsOf] = [await couponCheck(answered), openQuestionsOf(answered)]
    const { seller: sellerId, channel } = flags
    return withSeller(flags, (administration) =>
      importFile({ ...file, source, questionsOf }, (rows, report) =>
        importRows(rows, {
          store: couponStore(administration, { ...flags, answered }),
          checkRow,
          sellerId,
          channel,
          ...report,
        }),
      ),
    )
  })
  printImported(flags, imported, { failed: { zh: '未导入', en: 'not imported' } })
}

type CouponFlags = Pick<ImportFlags, 'seller' | 'check'> & Readonly<{ answered: readonly ImportQuestion[] }>

function couponStore(
  administration: Administration,
  { seller: sellerId, check, answered }: CouponFlags,
): ImportTarget['store'] {
  const requested = { sellerId, answered }
  if (check) return tryCoupons(administration.tryImport({ ...requested, kind: 'import-coupons' }))
  return async (rows) => {
    const outcomes = await administration.importCoupons({ ...requested, rows })
    return outcomes.map((outcome) =>
      outcome.kind === 'invalid' ? { kind: outcome.kind, faults: faultsOf(outcome) } : outcome,
    )
  }
}

function memberStore(administration: Administration, flags: ImportFlags): MemberTarget['store'] {
  const sellerId = flags.seller
  if (flags.check) return tryMembers(administration.tryImport({ sellerId, kind: 'import-members' }))
  return async (rows) => administration.importMembers({ sellerId, rows: rows.map(({ row }) => row) })
}

const notes = helpNotes({
  notes: say(
    `字段，与 yaoquan.coupon.issue 一致: ${couponColumnList()}
列名可以是字段名，也可以是 券码、手机号、面额、满、适用门店 等；列名上方可有说明行。

每1000行提交一次；已有且内容相同的优惠券计为 existing；重复运行不产生变化。
有错误的行整行写入 FILE.errors.csv（.xlsx 文件写入 .xlsx），最后一列是全部原因，改好后可直接导入；--check 写入 FILE.check.csv。
此时退出码为1，其余行已导入。
日期 2026/11/1、2026年11月1日、46327，金额 ¥20.00、1,000，列表中的 ， 与 、 都能读取，并按列报告有多少行。
手机号须为 11 位手机号、带区号的固定电话或以 + 开头的境外号码，其他是有错误的行。

会员（--members）: phone, card_no（至少一个）, name, level, tags（逗号或分号分隔）, birthday（MM-DD）, consent（yes/no）与 consent_source, attribute.NAME。空白的保持不变，重复运行不产生变化。`,
    `Fields, as in yaoquan.coupon.issue: ${couponColumnList()}
Columns are named by fields or by the Chinese titles of spreadsheets; notes may stand above them.

Rows are committed 1000 at a time. Coupons that already exist with the same content are counted as existing. Running an import again changes nothing.
Rows with errors are written whole to FILE.errors.csv (.xlsx for an .xlsx file) with all reasons in a last column, and can be mended and imported; --check writes FILE.check.csv. The exit code is 1 then, and the other rows are imported.
Days such as 2026/11/1 and 46327, amounts such as 1,000, and Chinese commas in lists are read; the summary says by column in how many rows.
A phone must be a mobile number of 11 digits, a landline with area code or a foreign
number with +; others are errors.

Members (--members): phone, card_no (one of them), name, level, tags (separated by comma or semicolon), birthday (MM-DD), consent (yes/no) with consent_source, attribute.NAME. Blank values stay as they are, and running an import again changes nothing.`,
  ),
  examples: [
    'yaoquan import coupons.xlsx --data ./data --seller 111 --check',
    'yaoquan import coupons.csv --data ./data --seller 111 --bearer',
    "yaoquan import old.csv --map '联系方式=phone' --ignore-unknown --save-mapping old-crm --data ./data --seller 111",
    'yaoquan import old.csv --mapping old-crm --data ./data --seller 111',
    'yaoquan import members.csv --members --data ./data --seller 111',
    'yaoquan import coupons.ndjson --data ./data --seller 111 --channel erp --json',
  ],
})
