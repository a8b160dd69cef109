import { looksLikeFormula } from '#import/formula-guard'
import type { RawCoupon } from '#server'
import type { ByteSink } from './byte-sink.ts'
import { exportColumns } from './export-columns.ts'
import { fitCoupon } from './fit-coupon.ts'
import type { RowFormat } from './row-format.ts'
import type { TextEncoding } from './text-encoding.ts'

export type CouponExport = Readonly<{
  /** Blocks of coupons in order. The next one is read when the sink can take more. */
  blocks: AsyncIterable<readonly RawCoupon[]>
  format: RowFormat
  encoding: TextEncoding
  /** Bytes at the start of the file, such as a byte order mark. */
  mark: Uint8Array
  /** Writes `?` for characters that the encoding lacks, instead of failing. */
  replacesUnmappable: boolean
  sink: ByteSink
  /** Called after each block. */
  written(counts: ExportCounts): void
}>

/** Number of coupons written, of characters replaced, and of coupons with a value that a spreadsheet would run as a formula. */
export type ExportCounts = Readonly<{ rows: number; replaced: number; formulas: number }>

/**
 * Writes coupons block by block. At most one block is in memory.
 * @throws OperationFault for a character that the encoding lacks, unless `replacesUnmappable`
 */
export async function exportCoupons(asked: CouponExport): Promise<ExportCounts> {
  const { blocks, format, encoding, sink } = asked
  let counts: ExportCounts = { rows: 0, replaced: 0, formulas: 0 }
  let line = 1 + lineBreaks(format.head)
  await sink.write(Buffer.concat([asked.mark, encoded(encoding, format.head)]))
  for await (const coupons of blocks) {
    const text = coupons.map(format.row).join('')
    const fitting = encoding.encode(text)
    const block = fitting === undefined ? fitBlock(coupons, asked, line) : { bytes: fitting, replaced: 0 }
    await sink.write(block.bytes)
    line += lineBreaks(text)
    counts = {
      rows: counts.rows + coupons.length,
      replaced: counts.replaced + block.replaced,
      formulas: counts.formulas + coupons.filter(holdsFormula).length,
    }
    asked.written(counts)
  }
  return counts
}

type Block = Readonly<{ bytes: Uint8Array; replaced: number }>

/** Encodes coupon by coupon, for blocks that contain a character that the encoding lacks. */
function fitBlock(coupons: readonly RawCoupon[], asked: CouponExport, firstLine: number): Block {
  const { format, encoding, replacesUnmappable: replaces } = asked
  let [line, text, replaced] = [firstLine, '', 0]
  for (const coupon of coupons) {
    const fitted = fitCoupon(coupon, { encoding, replaces, line })
    const row = format.row(fitted.coupon)
    line += lineBreaks(row)
    text += row
    replaced += fitted.replaced
  }
  return { bytes: encoded(encoding, text), replaced }
}

function encoded(encoding: TextEncoding, text: string): Uint8Array {
  const bytes = encoding.encode(text)
  if (bytes === undefined) throw new TypeError('the text contains characters that the encoding lacks')
  return bytes
}

function lineBreaks(text: string): number {
  return text.split('\n').length - 1
}

function holdsFormula(coupon: RawCoupon): boolean {
  return exportColumns.some(({ property }) => looksLikeFormula(coupon[property] ?? ''))
}
