import { allInList } from '#database/table'
import { type ChangedVerdict, type RedemptionUpload, uploadText } from '#domain/lifecycle/redemption-upload'
import type { NewEvent } from '#store/events/chain-head'
import { openUploads } from '#store/members/stored-form'
import { uploadCounter } from '#store/tables/counter'
import {
  changeVerdict,
  encodeUpload,
  findUploadsOfCoupons,
  insertUpload,
  redemptionUploadTable,
  uploadOfRow,
} from '#store/tables/redemption-upload'
import { takeNumbers } from './take-numbers.ts'
import type { WriterParts } from './writer-parts.ts'

const table = redemptionUploadTable.name

/** Loads the read `uploadsOfCoupons`. */
export async function loadUploads(
  { unit, identifiers, origin: { sellerId }, read }: WriterParts,
  couponSeqs: readonly number[],
): Promise<ReadonlyMap<number, readonly RedemptionUpload[]>> {
  if (couponSeqs.length === 0) return new Map()
  const rows = await allInList(unit, findUploadsOfCoupons, { sellerId, couponSeqs })
  for (const row of rows) read.set(nameOfUpload(uploadOfRow(row)), row)
  const valid = rows.map(uploadOfRow).filter(({ verdict }) => verdict === 'redeemed' || verdict === 'conflict')
  return Map.groupBy(
    await openUploads({ reader: unit, identifiers }, sellerId, valid),
    ({ couponSeq = 0 }) => couponSeq,
  )
}

/** Adds redemptions that tills made while they were offline, with their events. */
export async function applyNewUploads(parts: WriterParts, uploads: readonly RedemptionUpload[]): Promise<void> {
  const { unit, head, origin } = parts
  const { sellerId } = origin
  await takeNumbers(unit, { sellerId, name: uploadCounter }, uploads.length)
  const stored: RedemptionUpload[] = []
  for (const upload of uploads) stored.push(await storedUpload(parts, upload))
  const firstSeq = head.takeNumbers(stored.length)
  for (const [place, upload] of stored.entries()) {
    const row = encodeUpload(sellerId, { ...upload, eventSeq: firstSeq + place })
    unit.insert(insertUpload.text, [row])
    head.changeMemberRows([{ table, rows: [row] }])
  }
  head.writeEvents(stored.map((upload) => eventOf(undefined, upload)))
}

/** Changes verdicts of uploads, with their events. */
export async function applyChangedVerdicts(
  { unit, head, origin: { sellerId }, read }: WriterParts,
  changes: readonly ChangedVerdict[],
): Promise<void> {
  for (const { upload, verdict, winnerId } of changes) {
    const row = read.get(nameOfUpload(upload))
    if (row === undefined) throw new TypeError('an upload is changed that was not read')
    const before = uploadOfRow(row)
    const after = { ...before, verdict, winnerId, eventSeq: head.takeNumbers(1) }
    await unit.run(changeVerdict(sellerId, after))
    head.changeMemberRows([{ table, rows: [encodeUpload(sellerId, after)] }], [{ table, rows: [row] }])
    head.writeEvents([eventOf(before, after)])
  }
}

function nameOfUpload({ redemptionId }: Pick<RedemptionUpload, 'redemptionId'>): string {
  return `upload ${redemptionId}`
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
