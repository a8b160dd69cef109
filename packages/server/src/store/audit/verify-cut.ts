import { readValue } from '#database/read-value'
import { rowsInKeyOrder } from '#database/rows-in-key-order'
import { addRows, noRows } from '#encryption/row-sum'
import { isSeal } from '#encryption/seals'
import { cutSeals } from '#store/events/cut-seals'
import { cutDigest, noCut, readCut } from '#store/events/event-cut'
import { readTrace, type TemplateTrace } from '#store/events/template-traces'
import { findEventUpTo } from '#store/tables/chain-event'
import type { EventCut } from '#store/tables/event-cut'
import { templateCutOfRow, templateCutTable } from '#store/tables/template-cut'
import { type KeyedAudit, problemOfSum, type SellerAudit } from './findings.ts'
import { orNothing } from './verify-coupons.ts'

/** Start of a seller's events, and what the removed ones say of its templates. */
export type AuditedCut = Readonly<{ cut: EventCut; templates: readonly (readonly [string, TemplateTrace])[] }>

/** Reads what removed events came to, and names events and templates that do not belong to it. */
export async function readAuditedCut(audit: SellerAudit): Promise<AuditedCut> {
  const { reader, sellerId, findings } = audit
  const cut = (await readCut(reader, sellerId)) ?? noCut
  const first = (await readValue(reader, findEventUpTo({ sellerId, upToSeq: cut.seq }))) ?? null
  if (first !== null) findings.add('chain_event', `events ${first} to ${cut.seq}`, 'were removed, but are there')
  const templates: (readonly [string, TemplateTrace])[] = []
  for await (const row of rowsInKeyOrder(reader, { table: templateCutTable, sellerId })) {
    const { couponId, text } = templateCutOfRow(row)
    const trace = orNothing(() => readTrace(text))
    if (trace === undefined) findings.add('template_cut', `coupon_id ${couponId}`, 'cannot be read')
    else templates.push([couponId, trace])
  }
  return { cut, templates }
}

/** Compares the cut with its digest in the head, and the rows of templates with their sum in the cut. */
export async function verifyCut(
  { reader, sellerId, keyring, findings }: KeyedAudit,
  digest: Uint8Array | undefined,
): Promise<void> {
  const cut = await readCut(reader, sellerId)
  const expected = digest === undefined ? cut === undefined : cut && isSeal(digest, cutDigest(sellerId, cut))
  if (!expected) findings.add('event_cut', `event ${cut?.seq ?? 0}`, 'what removed events came to was altered')
  const { ofTemplate } = cutSeals(keyring.rows, sellerId)
  let sum = noRows
  for await (const row of rowsInKeyOrder(reader, { table: templateCutTable, sellerId })) {
    const { couponId, text } = templateCutOfRow(row)
    sum = addRows(sum, [ofTemplate(couponId, text)])
  }
  const problem = problemOfSum(sum, (cut ?? noCut).templates, 'that no removal made')
  if (problem !== undefined) findings.add('template_cut', `${sum.count} rows`, problem)
}
