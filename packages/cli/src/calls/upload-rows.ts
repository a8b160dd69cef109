import type { UploadEvent, UploadedCoupon } from '@yaoquan/client'
import type { BadRow } from '#import/bad-rows-file'
import type { ImportCounts } from '#import/import-rows'
import type { RowReport } from '#import/import-text'
import { type CouponTexts, fieldName, type SourceRow } from '#import/source-row'

export type RowUpload = Readonly<{
  /** Sends coupons and reports outcomes by their index. */
  send: (coupons: AsyncIterable<UploadedCoupon>) => AsyncIterable<UploadEvent>
}> &
  RowReport

/** Sends the rows of a file. Rows that cannot be coupons and rows that the server refuses become bad rows. */
export async function uploadRows(rows: AsyncIterable<SourceRow>, upload: RowUpload): Promise<ImportCounts> {
  const sent = new Map<number, Readonly<{ line: number; couponCode: string | undefined }>>()
  let unsendable = 0
  let counts: ImportCounts = { rows: 0, created: 0, existing: 0, bad: 0 }
  async function* coupons() {
    let place = 0
    for await (const row of rows) {
      if (row.kind === 'bad') {
        unsendable += 1
        upload.badRows.add(row)
        continue
      }
      sent.set(place, { line: row.line, couponCode: row.texts.couponCode })
      place += 1
      yield couponOf(row.texts)
    }
  }
  let done = 0
  for await (const event of upload.send(coupons())) {
    if (event.kind === 'refused') {
      upload.badRows.add({ line: 0, ...sent.get(event.row), reason: reasonOf(event) })
      continue
    }
    for (; done < event.rows; done += 1) sent.delete(done)
    const { created, existing } = event
    counts = { rows: event.rows + unsendable, created, existing, bad: event.refused + unsendable }
    upload.committed(counts)
  }
  return { ...counts, rows: done + unsendable, bad: done - counts.created - counts.existing + unsendable }
}

/** Leaves out the seller id, which the call implies. */
function couponOf({ sellerId: _, couponCode = '', ...texts }: CouponTexts): UploadedCoupon {
  return { couponCode, ...texts }
}

function reasonOf({ outcome, field, rule }: Extract<UploadEvent, { kind: 'refused' }>): BadRow['reason'] {
  const fields = (field ?? '').split(',').map(fieldName).join(', ')
  return { zh: `${fields} ${rule ?? ''}`.trim(), en: `${fields} ${outcome}`.trim() }
}
