import { type Command, Option } from 'commander'
import { withSeller } from '#administration/open-administration'
import { addSearchFilters, filterOf, type SearchFlags } from '#calls/field-options'
import { withByteSink } from '#export/byte-sink'
import { type ExportCounts, exportCoupons, exportSheet } from '#export/export-coupons'
import { csvFormat, gbk, maskedCoupon, ndjsonFormat, utf8 } from '#export/row-format'
import { linePerSecond } from '#import/progress'
import { jsonOption, nonBlank, type SellerFlags, sellerCommand } from '#options/data-options'
import type { Administration, RawCoupon } from '#server'
import { helpNotes } from '#terminal/help-notes'
import { print, printJson, printNote, say, UsageFault } from '#terminal/output'

type ExportFlags = SearchFlags &
  SellerFlags &
  Readonly<{
    out?: string
    format: 'csv' | 'xlsx' | 'ndjson'
    encoding: 'utf-8' | 'gbk'
    bom?: boolean
    excel?: boolean
    replaceUnmappable?: boolean
    withPhones?: boolean
  }>

/** `yaoquan export`: writes coupons to a file that `import` can read. */
export function addExport(program: Command): void {
  const command = sellerCommand(
    program,
    'export',
    say('导出优惠券：CSV、.xlsx 或 NDJSON，可再导入', 'export coupons to CSV, .xlsx or NDJSON that import can read'),
  )
    .option('--out <file>', say('输出文件，缺省为标准输出', 'output file; default: standard output'), nonBlank)
    .addOption(
      new Option('--format <format>', say('文件格式', 'file format')).choices(['csv', 'xlsx', 'ndjson']).default('csv'),
    )
    .addOption(
      new Option('--encoding <name>', say('文件编码', 'file encoding')).choices(['utf-8', 'gbk']).default('utf-8'),
    )
    .option(
      '--with-phones',
      say(
        '输出完整手机号与卡号，记入事件；缺省打码',
        'full phone and card numbers, recorded as an event; default: masked',
      ),
    )
    .option('--bom', say('写入UTF-8字节顺序标记，便于Excel识别', 'write a UTF-8 byte order mark, for Excel'))
    .option('--excel', say('供Excel打开：同 --bom', 'for Excel: the same as --bom'))
    .option(
      '--replace-unmappable',
      say('GBK没有的字符写作?，缺省报错', 'write ? for characters that GBK lacks; default: fail'),
    )
    .addOption(jsonOption())
  addSearchFilters(command).addHelpText('after', notes).action(exportTo)
}

async function exportTo(flags: ExportFlags): Promise<void> {
  checkFlags(flags)
  const isMarked = flags.encoding === 'utf-8' && (flags.bom === true || flags.excel === true)
  const counts = await withByteSink(flags.out, (sink) =>
    withSeller(flags, (administration) => {
      const writeProgress = linePerSecond(printNote, Date.now)
      const written = ({ rows }: ExportCounts) => writeProgress(`exported ${rows} rows`)
      const blocks = blocksOf(administration, flags)
      if (flags.format === 'xlsx') return exportSheet({ blocks, sink, written })
      return exportCoupons({
        blocks,
        format: flags.format === 'ndjson' ? ndjsonFormat : csvFormat,
        encoding: flags.encoding === 'gbk' ? gbk : utf8,
        sink,
        mark: isMarked ? Buffer.from('\ufeff') : Buffer.alloc(0),
        replacesUnmappable: flags.replaceUnmappable ?? false,
        written,
      })
    }),
  )
  report(counts, flags)
}

function checkFlags(flags: ExportFlags): void {
  if (flags.json && flags.out === undefined)
    throw new UsageFault('--json 需要与 --out 一起使用', '--json requires --out')
  if (flags.format === 'csv') return
  if (flags.encoding === 'gbk') throw new UsageFault('只有 CSV 可以是 GBK', 'only CSV can be in GBK')
  if (flags.bom || flags.excel)
    throw new UsageFault('--bom 与 --excel 只用于 CSV', '--bom and --excel apply to CSV only')
}

async function* blocksOf(
  administration: Administration,
  flags: ExportFlags,
): AsyncGenerator<readonly RawCoupon[], void, undefined> {
  const filter = filterOf(flags)
  // Before the first row: an export that is killed has been recorded too.
  if (flags.withPhones) await administration.recordFullExport({ sellerId: flags.seller, filters: Object.keys(filter) })
  for await (const block of administration.exportCoupons({ sellerId: flags.seller, filter })) {
    yield flags.withPhones ? block : block.map(maskedCoupon)
  }
}

function report({ rows, replaced }: ExportCounts, flags: ExportFlags): void {
  if (replaced > 0)
    printNote(say(`${replaced} 个字符GBK没有，已写作?`, `${replaced} characters that GBK lacks were written as ?`))
  if (flags.json) printJson({ rows, replaced, out: flags.out })
  else if (flags.out !== undefined) print(`exported ${rows} rows to ${flags.out}`)
}

const notes = helpNotes({
  notes: say(
    `导出开始时已有的优惠券，每张一次，按发放顺序；可在服务运行时执行。列与 import 读取的一致，不含连锁id。
手机号缺省显示为 186****5668，卡号只显示首尾各四分之一（2到4位）；attribute 等其他字段原样输出。打码的文件只供查看，import会拒绝；要再导入请用 --with-phones，每次都记为连锁的一个 exported 事件。
占用中的券状态为4，import 会拒绝这些行；已使用的券不含订单号。
CSV 中以 = + - @ 开头的值前有撇号，以免被表格当作公式；import 会去掉它。.xlsx 的每一格都是文本，号码不会变。`,
    `Exports the coupons that exist at the start, each once, in order of issue. May run while a server is running. The columns are those of import, without the seller id.
Phone numbers are written as 186****5668, and of card numbers a quarter on either side (2 to 4 characters), unless --with-phones is given; attribute and other fields are written as they are. A masked file is refused by import. Each export --with-phones is recorded as an event "exported" of the seller.
Held coupons have status 4, which import refuses. Used coupons are exported without their order id.
In CSV, values that begin with = + - @ have an apostrophe before them, so that no spreadsheet runs them; import removes it. In .xlsx every cell is text, so numbers stay whole.`,
  ),
  examples: [
    'yaoquan export --data ./data --seller 111 --with-phones --out coupons.csv',
    'yaoquan export --data ./data --seller 111 --template 11 --status 0 --excel --out 11.csv',
    'yaoquan export --data ./data --seller 111 --format ndjson --with-phones | gzip > coupons.ndjson.gz',
  ],
})
