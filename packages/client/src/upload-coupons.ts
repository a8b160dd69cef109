import { type issueCoupons, issuedCouponFields, type RequestOf } from '@yaoquan/api'
import { type PartAnswer, type PartPost, postPart } from './post-part.ts'
import { withRetries } from './retry.ts'
import { partsOf, type UploadPart } from './upload-parts.ts'

/** A coupon as its issuer knows it, by property name. */
export type UploadedCoupon = RequestOf<typeof issueCoupons>['coupons'][number]

export type UploadOptions = Readonly<{
  /** At most 50 characters: the numbers of the parts are added. */
  outRequestNo: string
  /** For coupons that name no channel. */
  channel?: string | undefined
}>

/** Coupons decided so far. */
export type UploadCounts = Readonly<{ rows: number; created: number; existing: number; refused: number }>

/** What becomes of an upload: each part ends with its progress, after the coupons of it that were not stored. */
export type UploadEvent =
  | (UploadCounts & Readonly<{ kind: 'progress' }>)
  | Readonly<{
      kind: 'refused'
      /** Place among the coupons, from 0. */
      row: number
      couponCode: string | undefined
      outcome: string
      /** Wire name of what breaks a rule, or of what differs. */
      field: string | undefined
      rule: string | undefined
    }>

export type UploadPlace = Omit<PartPost, 'part' | 'outRequestNo' | 'channel'> &
  Readonly<{ retries: number; random: () => number }>

/** Sends coupons in parts; never holds more than one. Each part is signed with its digest, and sent again after faults that may pass. */
export async function* uploadedCoupons(
  coupons: Iterable<UploadedCoupon> | AsyncIterable<UploadedCoupon>,
  { outRequestNo, channel }: UploadOptions,
  place: UploadPlace,
): AsyncGenerator<UploadEvent, void, undefined> {
  if (outRequestNo.trim() === '' || outRequestNo.length > maxNumberLength) {
    throw new TypeError(`outRequestNo must have 1 to ${maxNumberLength} characters`)
  }
  let counts: UploadCounts = { rows: 0, created: 0, existing: 0, refused: 0 }
  let number = 0
  for await (const part of partsOf(coupons, lineOf)) {
    number += 1
    const post = { ...place, part, channel, outRequestNo: `${outRequestNo}-${number}` }
    const answer = await withRetries(() => postPart(post), place)
    for (const { line, couponCode, outcome, field, rule } of answer.refused) {
      yield { kind: 'refused', row: counts.rows + line - 1, couponCode, outcome, field, rule }
    }
    counts = sumOf(counts, part, answer)
    yield { kind: 'progress', ...counts }
  }
}

const maxNumberLength = 50

function lineOf(coupon: UploadedCoupon): string {
  const members = Object.entries(coupon).map(([property, value]) => [wireOf(property), value])
  return JSON.stringify(Object.fromEntries(members))
}

function wireOf(property: string): string {
  const fields: Readonly<Record<string, Readonly<{ wire: string }>>> = issuedCouponFields
  return fields[property]?.wire ?? property
}

function sumOf(
  counts: UploadCounts,
  { rows }: UploadPart,
  { created, existing, refusedCount }: PartAnswer,
): UploadCounts {
  return {
    rows: counts.rows + rows,
    created: counts.created + created,
    existing: counts.existing + existing,
    refused: counts.refused + refusedCount,
  }
}
