import { numberOf } from '#database/cells'
import { allInList } from '#database/in-list'
import { readValue } from '#database/read-value'
import type { SqlRow } from '#database/sql-engine'
import { type RedemptionUpload, type UploadWriter, uploadText } from '#domain/lifecycle/redemption-upload'
import type { NewEvent } from '#store/events/chain-head'
import { openUploads } from '#store/reading/open-redemptions'
import { findVoiding } from '#store/tables/chain-event'
import { uploadCounter } from '#store/tables/counter'
import {
  changeVerdict,
  encodeUpload,
  encodeVerdict,
  findUploadsOfCoupons,
  insertUpload,
  redemptionUploadTable,
  uploadOfRow,
} from '#store/tables/redemption-upload'
import { raiseCounter } from './take-numbers.ts'
import type { WriterParts } from './writer-parts.ts'

const table = redemptionUploadTable.name

/** Writes redemptions that tills made while they were offline, inside one transaction. */
export function createUploadWriter(parts: WriterParts): UploadWriter {
  const { unit, identifiers, origin, head } = parts
  const { sellerId } = origin
  // As they were read, since the sum of the head follows each change.
  const read = new Map<string, SqlRow>()
  return {
    async countUploads(count) {
      await raiseCounter(unit, { sellerId, name: uploadCounter }, count)
    },
    async findUploads(couponSeqs) {
      const rows = await allInList(unit, findUploadsOfCoupons, { before: [sellerId], list: couponSeqs })
      for (const row of rows) read.set(uploadOfRow(row).redemptionId, row)
      const valid = rows.map(uploadOfRow).filter(({ verdict }) => verdict === 'redeemed' || verdict === 'conflict')
      return openUploads({ reader: unit, identifiers }, sellerId, valid)
    },
    async findVoiding(couponSeq) {
      return numberOf(await readValue(unit, findVoiding, [sellerId, couponSeq, couponSeq]))
    },
    async addUploads(uploads) {
      const events: NewEvent[] = []
      // Texts are locked before the head of events.
      const stored: RedemptionUpload[] = []
      for (const upload of uploads) stored.push(await storedUpload(parts, upload))
      const firstSeq = await head.takeNumbers(stored.length)
      for (const [place, upload] of stored.entries()) {
        const row = encodeUpload(sellerId, { ...upload, eventSeq: firstSeq + place })
        unit.insert(insertUpload.text, [row])
        head.changeMemberRows([{ table, rows: [row] }])
        events.push(eventOf(undefined, upload))
      }
      head.writeEvents(events)
    },
    async changeVerdicts(changes) {
      for (const { upload, verdict, winnerId } of changes) {
        const row = read.get(upload.redemptionId)
        if (row === undefined) throw new TypeError('an upload is changed that was not read')
        const before = uploadOfRow(row)
        const after = { ...before, verdict, winnerId, eventSeq: await head.takeNumbers(1) }
        await unit.run(changeVerdict, encodeVerdict(sellerId, after))
        head.changeMemberRows([{ table, rows: [encodeUpload(sellerId, after)] }], [{ table, rows: [row] }])
        head.writeEvents([eventOf(before, after)])
      }
    },
  }
}

async function storedUpload({ forms }: WriterParts, upload: RedemptionUpload): Promise<RedemptionUpload> {
  const orderId = await forms.ofId(upload.orderId)
  return { ...upload, orderId, requestNo: await forms.ofId(upload.requestNo) }
}

/** @param before undefined for a new upload */
function eventOf(before: RedemptionUpload | undefined, after: RedemptionUpload): NewEvent {
  const { couponCode, couponSeq } = after
  const texts = { before: before && uploadText(before), after: uploadText(after) }
  return { kind: 'redemption_judged', count: 1, couponSeq, couponCode, ...texts }
}
