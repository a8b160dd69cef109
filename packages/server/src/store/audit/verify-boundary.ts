import { readValue } from '#database/record'
import { rowsInKeyOrder } from '#database/rows-in-key-order'
import { addRows, isSeal, noRows } from '#encryption/seals'
import { boundaryDigest, boundarySeals, noBoundary, readBoundary } from '#store/events/retention-boundary'
import { readTrace, type TemplateTrace } from '#store/events/template-traces'
import { findEventUpTo } from '#store/tables/chain-event'
import type { RetentionBoundary } from '#store/tables/retention-boundary'
import { templateAtBoundaryOfRow, templateAtBoundaryTable } from '#store/tables/template-at-boundary'
import { type KeyedAudit, problemOfSum, type SellerAudit } from './findings.ts'
import { orNothing } from './verify-coupons.ts'

/** Start of a seller's events, and what the removed ones say of its templates. */
export type AuditedBoundary = Readonly<{
  boundary: RetentionBoundary
  templates: readonly (readonly [string, TemplateTrace])[]
}>

/** Reads what removed events came to, and names events and templates that do not belong to it. */
export async function readAuditedBoundary(audit: SellerAudit): Promise<AuditedBoundary> {
  const { reader, sellerId, findings } = audit
  const boundary = (await readBoundary(reader, sellerId)) ?? noBoundary
  const first = (await readValue(reader, findEventUpTo({ sellerId, upToSeq: boundary.seq }))) ?? null
  if (first !== null) findings.add('chain_event', `events ${first} to ${boundary.seq}`, 'were removed, but are there')
  const templates: (readonly [string, TemplateTrace])[] = []
  for await (const row of rowsInKeyOrder(reader, { table: templateAtBoundaryTable, sellerId })) {
    const { couponId, text } = templateAtBoundaryOfRow(row)
    const trace = orNothing(() => readTrace(text))
    if (trace === undefined) findings.add('template_cut', `coupon_id ${couponId}`, 'cannot be read')
    else templates.push([couponId, trace])
  }
  return { boundary, templates }
}

/** Compares the boundary with its digest in the head, and the rows of templates with their sum in the boundary. */
export async function verifyBoundary(
  { reader, sellerId, keyring, findings }: KeyedAudit,
  digest: Uint8Array | undefined,
): Promise<void> {
  const boundary = await readBoundary(reader, sellerId)
  const expected =
    digest === undefined ? boundary === undefined : boundary && isSeal(digest, boundaryDigest(sellerId, boundary))
  if (!expected) findings.add('event_cut', `event ${boundary?.seq ?? 0}`, 'what removed events came to was altered')
  const { ofTemplate } = boundarySeals(keyring.rows, sellerId)
  let sum = noRows
  for await (const row of rowsInKeyOrder(reader, { table: templateAtBoundaryTable, sellerId })) {
    const { couponId, text } = templateAtBoundaryOfRow(row)
    sum = addRows(sum, [ofTemplate(couponId, text)])
  }
  const problem = problemOfSum(sum, (boundary ?? noBoundary).templates, 'that no removal made')
  if (problem !== undefined) findings.add('template_cut', `${sum.count} rows`, problem)
}
