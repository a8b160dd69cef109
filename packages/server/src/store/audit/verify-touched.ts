import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SqlRow } from '#database/sql-engine'
import { allInList, listsOf } from '#database/table'
import { templateText } from '#domain/templates/template'
import { rowsDigest } from '#store/events/head-seal'
import { isTemplateEvent, templateDigest } from '#store/events/template-traces'
import { eventOfRow, findEventsAfter, findStepsOfCoupons, type StoredEventRow } from '#store/tables/chain-event'
import { cardRefOfRow, findCouponsWithSeq, issuedEventSeqOfRow, phoneRefOfRow, seqOfRow } from '#store/tables/coupon'
import { findTemplate, findTemplateWithVersion, templateOfRow } from '#store/tables/coupon-template'
import { auditedCouponOfRow, findAuditedCoupons } from '#store/tables/issued-coupon'
import { findMemberCards } from '#store/tables/member-card'
import { findMemberPhones } from '#store/tables/member-phone'
import { findRedemptionsOfCoupons, redemptionOfRow } from '#store/tables/redemption'
import type { RetentionBoundary } from '#store/tables/retention-boundary'
import type { KeyedAudit, SellerAudit } from './findings.ts'
import { compareCoupons, orNothing } from './verify-coupons.ts'
import { checkCards, checkPhones } from './verify-members.ts'

/** Coupons that are compared together. */
const blockSize = 500

/**
 * Compares coupons with their last event, their redemptions with the events of these, and their phones and cards with the look-ups of those.
 * The terms of those that were issued before are compared with their issue, which is not proven then.
 * @param touched `seqs`: numbers in order; `provenAfter`: the terms of coupons with later numbers are proven already
 */
export async function verifyTouchedCoupons(
  audit: KeyedAudit,
  {
    seqs,
    boundary,
    provenAfter,
  }: Readonly<{ seqs: readonly number[]; boundary: RetentionBoundary; provenAfter: number }>,
): Promise<void> {
  const { reader, sellerId, findings } = audit
  const compared = { issueSeq: 0 }
  for (const part of listsOf(seqs, blockSize)) {
    const rows = (await reader.all(findCouponsWithSeq({ sellerId, seqs: part }))).toSorted(
      (left, right) => seqOfRow(left) - seqOfRow(right),
    )
    const stored = new Set(rows.map(seqOfRow))
    for (const seq of part) if (!stored.has(seq)) findings.add('coupon', `seq ${seq}`, 'missing')
    const events = (await reader.all(findStepsOfCoupons({ sellerId, couponSeqs: part }))).map(eventOfRow)
    const inOrder = events.toSorted((left, right) => left.lastSeq - right.lastSeq)
    const redemptions = (await reader.all(findRedemptionsOfCoupons({ sellerId, couponSeqs: part }))).map(
      redemptionOfRow,
    )
    await compareCoupons(audit, { rows, events: inOrder, redemptions, boundary })
    for (const row of rows) {
      const seq = seqOfRow(row)
      if (seq > boundary.coupons && seq <= provenAfter) await compareIssue(audit, row, compared)
    }
    await verifyIdentifiers(audit, rows)
    await nextTurn()
  }
}

/** Compares the terms of a coupon, and of those that were issued with it, with their issue. @param compared the issue that was compared last */
async function compareIssue(
  { reader, sellerId, findings }: SellerAudit,
  row: SqlRow,
  compared: { issueSeq: number },
): Promise<void> {
  const seq = seqOfRow(row)
  const afterSeq = issuedEventSeqOfRow(row) - 1
  const found = await reader.one(findEventsAfter({ sellerId, afterSeq, limit: 1 }))
  const issue = found && eventOfRow(found)
  const { firstCouponSeq: first = 0, count = 0, lastSeq = 0, after } = issue ?? {}
  if (first === 0 || seq < first || seq >= first + count || afterSeq + 1 !== lastSeq - count + 1 + seq - first) {
    findings.add('coupon', `seq ${seq}`, 'the number of its issued event was altered')
    return
  }
  if (compared.issueSeq === lastSeq) return
  compared.issueSeq = lastSeq
  const issued = await reader.all(findAuditedCoupons({ sellerId, afterSeq: first - 1, limit: count }))
  if (rowsDigest(issued.map(auditedCouponOfRow).map(({ digested }) => digested)) === after) return
  const key = count === 1 ? `seq ${first}` : `seq ${first} to ${first + count - 1}`
  findings.add('coupon', key, 'the terms as issued were altered')
}

/** Opens the phones and cards of coupons and compares them with their index. */
async function verifyIdentifiers(audit: KeyedAudit, coupons: readonly SqlRow[]): Promise<void> {
  const { reader, sellerId, findings } = audit
  const [phones, cards] = [numbersIn(coupons, phoneRefOfRow), numbersIn(coupons, cardRefOfRow)]
  const [phoneRows, cardRows] = [
    await allInList(reader, findMemberPhones, { sellerId, refs: phones }),
    await allInList(reader, findMemberCards, { sellerId, refs: cards }),
  ]
  if (phoneRows.length < phones.length) findings.add('member_phone', `${phones.length} rows`, 'one or more are missing')
  if (cardRows.length < cards.length) findings.add('member_card', `${cards.length} rows`, 'one or more are missing')
  await checkPhones(audit, phoneRows)
  await checkCards(audit, cardRows)
}

function numbersIn(rows: readonly SqlRow[], numberOfRow: (row: SqlRow) => number | undefined): readonly number[] {
  return [...new Set(rows.flatMap((row) => numberOfRow(row) ?? []))]
}

/** Compares templates with the last of the events that changed them, and the versions that these saved. */
export async function verifyTouchedTemplates(audit: SellerAudit, templates: TouchedRows['templates']): Promise<void> {
  for (const [couponId, touched] of templates) {
    await verifyTemplate(audit, couponId, touched)
    for (const saved of touched.saved) await verifyVersion(audit, couponId, saved)
  }
}

async function verifyTemplate(
  { reader, sellerId, findings }: SellerAudit,
  couponId: string,
  { version, isClosed }: TouchedTemplate,
): Promise<void> {
  const row = await reader.one(findTemplate({ sellerId, couponId }))
  const stored = row && orNothing(() => templateOfRow(row))
  const isSame =
    stored !== undefined &&
    (version === undefined || stored.newestVersion === version) &&
    (isClosed === undefined || stored.isClosed === isClosed)
  if (!isSame) findings.add('coupon_template', `coupon_id ${couponId}`, row === undefined ? 'missing' : 'altered')
}

async function verifyVersion(
  { reader, sellerId, findings }: SellerAudit,
  couponId: string,
  { version, digest, atMs }: SavedVersion,
): Promise<void> {
  const row = await reader.one(findTemplateWithVersion({ sellerId, couponId, version }))
  const stored = row && orNothing(() => templateOfRow(row))
  const isSame =
    stored !== undefined && stored.savedAtMs === atMs && templateDigest(templateText(stored.terms, version)) === digest
  const key = `coupon_id ${couponId} version ${version}`
  if (!isSame) findings.add('template_version', key, row === undefined ? 'missing' : 'altered')
}

/** A template as the events of a part of the chain tell it. */
type TouchedTemplate = {
  /** The newest version that they saved; undefined where they only closed or reopened it. */
  version: number | undefined
  isClosed: boolean | undefined
  readonly saved: SavedVersion[]
}

/** A version, by the digest of its event's text. */
type SavedVersion = Readonly<{ version: number; digest: string; atMs: number }>

/** The rows that the events of a part of the chain changed. */
export class TouchedRows {
  readonly #coupons = new Set<number>()
  readonly templates = new Map<string, TouchedTemplate>()

  /** @throws SyntaxError when the event holds no template */
  pass({ kind, couponSeq, couponId, after, atMs }: StoredEventRow): void {
    if (couponSeq !== undefined) this.#coupons.add(couponSeq)
    if (!isTemplateEvent(kind) || couponId === undefined) return
    const touched = this.templates.get(couponId) ?? { version: undefined, isClosed: undefined, saved: [] }
    this.templates.set(couponId, touched)
    if (kind !== 'template_saved') {
      touched.isClosed = kind === 'template_closed'
      return
    }
    const text = String(after)
    const { version } = JSON.parse(text) as Readonly<{ version: number }>
    touched.version = version
    touched.saved.push({ version, digest: templateDigest(text), atMs })
  }

  addCoupon(seq: number): void {
    this.#coupons.add(seq)
  }

  /** The numbers of the coupons. */
  couponsInOrder(): readonly number[] {
    return [...this.#coupons].toSorted((left, right) => left - right)
  }
}
