import type { issueCoupons, RequestOf } from '@yaoquan/api'
import type { ResultOf, TopClient, UploadEvent, UploadedCoupon } from '@yaoquan/client'
import {
  type CheckRow,
  type ImportCounts,
  type ImportTarget,
  type RowOutcome,
  type RowReporting,
  reasonOfConflict,
  reasonOfFault,
} from '#import/import-rows'
import { type CouponTexts, fieldName, type Reason, type SourceRow } from '#import/source-row'

type RowUpload = Readonly<{
  /** Sends coupons and reports outcomes by their index. */
  send: (coupons: AsyncIterable<UploadedCoupon>) => AsyncIterable<UploadEvent>
  checkRow: CheckRow<CouponTexts>
}> &
  RowReporting

/** Sends the rows of a file. Rows that cannot be coupons and rows that the server refuses become bad rows. */
export async function uploadRows(rows: AsyncIterable<SourceRow>, upload: RowUpload): Promise<ImportCounts> {
  const { badRows, nameOf, checkRow } = upload
  const sent = new Map<number, Pick<SourceRow, 'line' | 'cells'>>()
  let unsendable = 0
  let counts: ImportCounts = { rows: 0, created: 0, existing: 0, bad: 0 }
  async function* coupons() {
    let place = 0
    for await (const row of rows) {
      const { line, cells, texts, fault } = row
      const broken = checkRow(texts).map((one) => reasonOfFault(one, nameOf))
      const reasons = fault === undefined ? broken : [fault, ...broken]
      if (reasons.length > 0) {
        unsendable += 1
        badRows.add({ line, cells, reasons })
        continue
      }
      sent.set(place, { line, cells })
      place += 1
      yield couponOf(texts)
    }
  }
  let [done, repeated] = [0, 0]
  for await (const event of upload.send(coupons())) {
    // An earlier row of the file has the same contents.
    if (event.kind === 'refused' && event.outcome === 'duplicate') {
      repeated += 1
      continue
    }
    if (event.kind === 'refused') {
      badRows.add({ line: 0, cells: [], ...sent.get(event.row), reasons: [reasonOf(event, nameOf)] })
      continue
    }
    for (; done < event.rows; done += 1) sent.delete(done)
    const { created } = event
    const existing = event.existing + repeated
    counts = { rows: event.rows + unsendable, created, existing, bad: event.refused - repeated + unsendable }
    upload.committed(counts)
  }
  return { ...counts, rows: done + unsendable, bad: done - counts.created - counts.existing + unsendable }
}

/** Leaves out the seller id, which the call implies. */
function couponOf({ sellerId: _, couponCode = '', ...texts }: CouponTexts): UploadedCoupon {
  return { couponCode, ...texts }
}

type Refused = Extract<UploadEvent, { kind: 'refused' }>

function reasonOf({ outcome, field, rule }: Refused, nameOf: RowReporting['nameOf']): Reason {
  const names = (field ?? '').split(',')
  if (outcome === 'conflict') return reasonOfConflict(names, nameOf)
  const fields = names.map((name) => nameOf(fieldName(name)))
  // The server says the rule in the language of the terminal.
  return { zh: `${fields.join(', ')} ${rule ?? ''}`.trim(), en: `${fields.join(', ')} ${rule ?? outcome}`.trim() }
}

type IssuedCoupon = RequestOf<typeof issueCoupons>['coupons'][number]
type Item = ResultOf<typeof issueCoupons>['items'][number]

/** Maximum number of characters of the coupons of one call. Escaped for the wire they stay below the gateway's limit of 10 MB. */
const maxCharacters = 1_000_000

/**
 * Stores rows by calling a gateway. The calls have the request numbers `NUMBER-1`, `NUMBER-2` …, so repeating the same rows with
 * the same number repeats the same calls.
 */
export function issueRows(client: Pick<TopClient, 'issueCoupons'>, outRequestNo: string): ImportTarget['store'] {
  let calls = 0
  return async (rows) => {
    const outcomes: RowOutcome[] = []
    for (const coupons of cutBySize(rows.map(issuedCouponOf))) {
      calls += 1
      const { items } = await client.issueCoupons({ outRequestNo: `${outRequestNo}-${calls}`, coupons })
      outcomes.push(...items.map(outcomeOf))
    }
    return outcomes
  }
}

/** Leaves out the seller id, which the call implies. The server checks the status like every other value. */
function issuedCouponOf({ sellerId: _, couponCode = '', status, ...texts }: CouponTexts): IssuedCoupon {
  const coupon = { couponCode, ...texts }
  return status === undefined ? coupon : { ...coupon, status: status as '0' }
}

function cutBySize(coupons: readonly IssuedCoupon[]): readonly (readonly IssuedCoupon[])[] {
  const calls: IssuedCoupon[][] = []
  let characters = Number.POSITIVE_INFINITY
  for (const coupon of coupons) {
    const size = Object.values(coupon).reduce((sum, text) => sum + (text?.length ?? 0), 0)
    characters += size
    if (characters > maxCharacters) {
      calls.push([])
      characters = size
    }
    calls.at(-1)?.push(coupon)
  }
  return calls
}

function outcomeOf({ outcome, field = '', rule = '' }: Item): RowOutcome {
  switch (outcome) {
    case 'created':
    case 'existing':
    case 'duplicate':
      return { kind: outcome }
    case 'conflict':
      return { kind: 'conflict', fields: field.split(',') }
    case 'invalid':
      return { kind: 'invalid', faults: [{ field, rule: { zh: rule, en: rule } }] }
  }
}
