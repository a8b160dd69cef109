import type { RawCoupon } from '#server'
import { OperationFault } from '#terminal/output'
import type { ByteSink } from './byte-sink.ts'
import { cellsOf, type ExportedProperty, exportColumns, type RowFormat, type TextEncoding } from './row-format.ts'

type CouponExport = Readonly<{
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

/** Number of coupons written, and of characters replaced. */
export type ExportCounts = Readonly<{ rows: number; replaced: number }>

/**
 * Writes coupons block by block. At most one block is in memory.
 * @throws OperationFault for a character that the encoding lacks, unless `replacesUnmappable`
 */
export async function exportCoupons(requested: CouponExport): Promise<ExportCounts> {
  const { blocks, format, encoding, sink } = requested
  let counts: ExportCounts = { rows: 0, replaced: 0 }
  let line = 1 + lineBreaks(format.head)
  await sink.write(Buffer.concat([requested.mark, encoded(encoding, format.head)]))
  for await (const coupons of blocks) {
    const text = coupons.map(format.row).join('')
    const fitting = encoding(text)
    const block = fitting === undefined ? fitBlock(coupons, requested, line) : { bytes: fitting, replaced: 0 }
    await sink.write(block.bytes)
    line += lineBreaks(text)
    counts = {
      rows: counts.rows + coupons.length,
      replaced: counts.replaced + block.replaced,
    }
    requested.written(counts)
  }
  return counts
}

type Block = Readonly<{ bytes: Uint8Array; replaced: number }>

/** Encodes coupon by coupon, for blocks that contain a character that the encoding lacks. */
function fitBlock(coupons: readonly RawCoupon[], requested: CouponExport, firstLine: number): Block {
  const { format, encoding, replacesUnmappable: replaces } = requested
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
  const bytes = encoding(text)
  if (bytes === undefined) throw new TypeError('the text contains characters that the encoding lacks')
  return bytes
}

function lineBreaks(text: string): number {
  return text.split('\n').length - 1
}

/** Fields that identify coupons and members: another character there would mean another coupon or member. */
const keys: ReadonlySet<ExportedProperty> = new Set(['couponCode', 'couponId', 'channel', 'phone', 'cardNo'])

type Fitting = Readonly<{ encoding: TextEncoding; replaces: boolean; line: number }>
type FittedCoupon = Readonly<{ coupon: RawCoupon; replaced: number }>

/**
 * Replaces characters that the encoding lacks by `?`.
 * @returns the coupon and the number of replaced characters
 * @throws OperationFault with line, code and field if a character must not be replaced
 */
function fitCoupon(coupon: RawCoupon, { encoding, replaces, line }: Fitting): FittedCoupon {
  let replaced = 0
  const fitted = exportColumns.map(({ property, name }) => {
    const value = coupon[property]
    if (value === undefined || encoding(value) !== undefined) return [property, value]
    const fit = (character: string) => {
      if (encoding(character) !== undefined) return character
      if (!replaces || keys.has(property)) throw unmappable({ line, name, character, code: coupon.couponCode ?? '' })
      replaced += 1
      return '?'
    }
    return [property, [...value].map(fit).join('')]
  })
  return { coupon: Object.fromEntries(fitted), replaced }
}

type Unmappable = Readonly<{ line: number; code: string; name: string; character: string }>

function unmappable({ line, code, name, character }: Unmappable): OperationFault {
  const point = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return new OperationFault(
    `第 ${line} 行（券码 ${code}）的 ${name} 含有GBK没有的字符 U+${point}`,
    `line ${line} (coupon ${code}): GBK lacks the character U+${point} of ${name}; --replace-unmappable writes ? instead, except in codes, ids, channels, phone and card numbers`,
  )
}

/** Writes coupons to an .xlsx file, in which every value is a text. @throws RangeError for more rows than a sheet holds */
export async function exportSheet({
  blocks,
  sink,
  written,
}: Pick<CouponExport, 'blocks' | 'sink' | 'written'>): Promise<ExportCounts> {
  const { xlsxBytes } = await import('#server')
  let counts: ExportCounts = { rows: 0, replaced: 0 }
  async function* rows() {
    for await (const coupons of blocks) {
      yield coupons.map(cellsOf)
      counts = { ...counts, rows: counts.rows + coupons.length }
      written(counts)
    }
  }
  const titles = exportColumns.map(({ name }) => name)
  for await (const bytes of xlsxBytes(titles, rows())) await sink.write(bytes)
  return counts
}
