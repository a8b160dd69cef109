import { issuedCouponFields, uploadCoupons } from '@yaoquan/api'
import type { Settings } from './client-options.ts'
import { watchAttempt } from './method-client.ts'
import type { Requests } from './method-types.ts'
import { type PartAnswer, postPart, type UploadPart } from './post-part.ts'
import { withRetries } from './retry.ts'

/** An issued coupon, by property name. */
export type UploadedCoupon = Requests['yaoquan.coupon.issue']['coupons'][number]

export type UploadOptions = Readonly<{
  /** 1 to 50 characters; the number of each part is appended. */
  outRequestNo: string
  /** Channel of the coupons that name none. */
  channel?: string | undefined
}>

/** Numbers of coupons processed so far. */
export type UploadCounts = Readonly<{ rows: number; created: number; existing: number; refused: number }>

/** An event of an upload: for each part its refused coupons, then the progress. */
export type UploadEvent =
  | (UploadCounts & Readonly<{ kind: 'progress' }>)
  | Readonly<{
      kind: 'refused'
      /** Index of the coupon in the upload, from 0. */
      row: number
      couponCode: string | undefined
      outcome: string
      /** Wire name of the field that breaks a rule or differs. */
      field: string | undefined
      rule: string | undefined
    }>

/** Gateway, credentials and retries of an upload. */
export type UploadTarget = Settings & Readonly<{ signal: AbortSignal | undefined }>

/**
 * Sends coupons in parts, keeping one part in memory. Each part is signed with its digest and retried after temporary
 * faults.
 * @throws TypeError if `outRequestNo` has not 1 to 50 characters
 * @throws TopClientError if a part fails; parts sent before stay stored
 */
export async function* uploadedCoupons(
  coupons: Iterable<UploadedCoupon> | AsyncIterable<UploadedCoupon>,
  { outRequestNo, channel }: UploadOptions,
  target: UploadTarget,
): AsyncGenerator<UploadEvent, void, undefined> {
  if (outRequestNo.trim() === '' || outRequestNo.length > maxNumberLength) {
    throw new TypeError(`outRequestNo must have 1 to ${maxNumberLength} characters`)
  }
  let counts: UploadCounts = { rows: 0, created: 0, existing: 0, refused: 0 }
  let number = 0
  for await (const part of partsOf(coupons, lineOf)) {
    number += 1
    const ofPart = { method: uploadCoupons.name, outRequestNo: `${outRequestNo}-${number}` }
    const send = () => postPart({ ...target, part, channel, outRequestNo: ofPart.outRequestNo })
    const plan = { ...target, outRequestNo: ofPart.outRequestNo }
    const answer = await withRetries((attempt) => watchAttempt({ ...ofPart, attempt }, target, send), plan)
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

/** Below the 10,000 refused lines that the gateway reports, so that no refused line of a part is missing. */
const maxRows = 5_000
const maxCharacters = 2 * 1024 * 1024

/**
 * Splits rows into parts of at most 5,000 rows and 2 MiB of text. The same rows give the same parts.
 * @param lineOf one row as JSON without a line break
 */
export async function* partsOf<Row>(
  rows: Iterable<Row> | AsyncIterable<Row>,
  lineOf: (row: Row) => string,
): AsyncGenerator<UploadPart, void, undefined> {
  let lines: string[] = []
  let characters = 0
  const take = (): UploadPart => {
    const part = { rows: lines.length, body: lines.join('') }
    lines = []
    characters = 0
    return part
  }
  for await (const row of rows) {
    const line = `${lineOf(row)}\n`
    if (characters + line.length > maxCharacters && lines.length > 0) yield take()
    lines.push(line)
    characters += line.length
    if (lines.length === maxRows) yield take()
  }
  if (lines.length > 0) yield take()
}
