import type { CouponExport, ExportCounts } from './export-coupons.ts'
import { cellsOf, exportColumns } from './row-format.ts'

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
