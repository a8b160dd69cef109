import { erpCouponFields } from '@yaoquan/api'
import { OperationFault } from '#terminal/faults'
import type { SourceRow } from './source-row.ts'

/**
 * Passes rows on as long as none shows a phone or card number as a masked export does. Imported, the masked text would become
 * a member of its own.
 * @throws OperationFault for the first masked row
 */
export async function* refuseMasked(rows: AsyncIterable<SourceRow>): AsyncGenerator<SourceRow, void, undefined> {
  for await (const row of rows) {
    const masked = maskedFieldOf(row)
    if (masked !== undefined) {
      throw new OperationFault(
        `第 ${row.line} 行的 ${masked} 已打码：文件由 export 导出而没有 --with-phones，不能导入；如果数据本来如此，请加 --allow-masked`,
        `${masked} in line ${row.line} is masked: the file was exported without --with-phones and cannot be imported; if the data is like that, use --allow-masked`,
      )
    }
    yield row
  }
}

/** @returns the wire name of a field that is masked */
function maskedFieldOf(row: SourceRow): string | undefined {
  if (row.kind === 'bad') return undefined
  const { phone, cardNo } = row.texts
  if (phone !== undefined && maskedText.test(phone.trim())) return erpCouponFields.phone.wire
  if (cardNo !== undefined && maskedText.test(cardNo.trim())) return erpCouponFields.cardNo.wire
  return undefined
}

/** What `maskPhone` and `maskCard` write. */
export const maskedText = /^[^*]{0,4}\*{4}[^*]{0,4}$/u
