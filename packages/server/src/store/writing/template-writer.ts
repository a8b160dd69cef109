import { readValue } from '#database/read-value'
import type { SqlValue } from '#database/sql-engine'
import { dayOf, startOfDay } from '#domain/dates'
import type { Named, NamedMembers } from '#domain/members/name-members'
import { publishedFromMs, type TemplateTerms, templateText } from '#domain/templates/template'
import type {
  Claimed,
  ClaimsLeft,
  ReservedCode,
  StoredTemplate,
  TemplateClaim,
  TemplateWriter,
} from '#domain/templates/template-store'
import {
  type ClaimCount,
  type CountedBy,
  claimedOfRow,
  claimsKey,
  countClaimed,
  countClaimedBy,
  memberCounters,
  memberKey,
  newCounterValues,
  phoneKey,
  stockCounters,
} from '#store/tables/claim-counters'
import {
  closeTemplate,
  countedLimits,
  findPublishedTemplate,
  findTemplate,
  insertTemplate,
  raiseTemplateVersion,
  reopenTemplate,
  templateOfRow,
} from '#store/tables/coupon-template'
import { findFormerHolders, formerHolderOfRow } from '#store/tables/phone-member'
import { findReservedCode, insertReservedCode, reservedCodeOfRow, reservedCodeTable } from '#store/tables/reserved-code'
import { keyOfStore } from '#store/tables/sealed-text'
import { findTemplateVersion, insertTemplateVersion, readTerms } from '#store/tables/template-version'
import { type CountedClaim, countClaim, findLeft } from './count-claim.ts'
import { forgetUsageOf } from './forget-usage.ts'
import { sealedReason } from './stored-forms.ts'
import type { WriterParts } from './writer-parts.ts'

/** Writes templates, and counts what is claimed of their limits. */
export function createTemplateWriter(parts: WriterParts): TemplateWriter {
  const { unit, origin } = parts
  /** Versions never change, and the coupons of one order are compared with each other. */
  const versions = new Map<string, TemplateTerms>()
  return {
    async findTemplate(couponId) {
      const row = await unit.one(findTemplate, [origin.sellerId, couponId])
      return row && templateOfRow(row)
    },
    async findPublishedTemplate(couponId) {
      const row = await unit.one(findPublishedTemplate, [origin.sellerId, couponId, origin.atMs])
      return row && templateOfRow(row)
    },
    async findTemplateTerms(couponId, version) {
      const key = `${version}:${couponId}`
      const known = versions.get(key) ?? (await readVersion(parts, couponId, version))
      versions.set(key, known)
      return known
    },
    saveTemplate: (terms, stored) => saveTemplate(parts, terms, stored),
    closeTemplate: (template, reason) => close(parts, template, reason),
    reopenTemplate: (template, reason) => reopen(parts, template, reason),
    claimFromStock: (claim) => claimFromStock(parts, claim),
    claimForMember: (claim, member) => claimForMember(parts, claim, member),
    findClaimsLeft: (claim, member) => findClaimsLeft(parts, claim, member),
    reserveCodes: (codes, reserved) => reserveCodes(parts, codes, reserved),
    async findReservedCode(code) {
      const row = await unit.one(findReservedCode, [origin.sellerId, code])
      return row && reservedCodeOfRow(row)
    },
  }
}

async function readVersion({ unit, origin }: WriterParts, couponId: string, version: number): Promise<TemplateTerms> {
  const text = await readValue(unit, findTemplateVersion, [origin.sellerId, couponId, version])
  if (text === undefined) throw new RangeError('a coupon of a template version that does not exist')
  return readTerms(text)
}

/**
 * Claims that are in progress end first, so that a stock begins with them; later ones find the new version, or find that
 * theirs is no longer the newest when they issue.
 */
async function saveTemplate(
  parts: WriterParts,
  given: TemplateTerms,
  stored: StoredTemplate | undefined,
): Promise<number> {
  const { unit, origin, head } = parts
  const { sellerId, atMs, actor } = origin
  const terms = { ...given, savedBy: actor }
  const { couponId } = terms
  const version = (stored?.version ?? 0) + 1
  const counts = {
    counts_stock: countsStock(terms) || stored?.countsStock ? 1 : 0,
    counts_members: countsMembers(terms) || stored?.countsMembers ? 1 : 0,
  }
  const key = { seller_id: sellerId, coupon_id: couponId, version }
  if (stored === undefined) {
    unit.insert(insertTemplate.text, [insertTemplate.encode({ ...key, closed_at_ms: undefined, ...counts })])
  } else {
    const values = [...countedLimits.encode(counts), sellerId, couponId, stored.version]
    await unit.updateOne(raiseTemplateVersion, values, 'the template was saved by another call')
  }
  if (counts.counts_stock === 1 && !stored?.countsStock) await openStock(parts, couponId)
  const written = { terms_text: JSON.stringify(terms), saved_at_ms: atMs, published_from_ms: publishedFromMs(terms) }
  const saved = insertTemplateVersion.encode({ ...key, ...written })
  unit.insert(insertTemplateVersion.text, [saved])
  const before = stored === undefined ? undefined : templateText(stored.terms, stored.version)
  await head.append([{ kind: 'template_saved', count: 1, couponId, before, after: templateText(terms, version) }])
  return version
}

/** A limit that is dropped and set again must not have forgotten anything, so what was once counted is counted on. */
function countsStock({ stockTotal, stockPerDay }: TemplateTerms): boolean {
  return stockTotal !== undefined || stockPerDay !== undefined
}

function countsMembers({ memberTotal, memberPerDay }: TemplateTerms): boolean {
  return memberTotal !== undefined || memberPerDay !== undefined
}

/** A stock begins with what was claimed before there was one. */
async function openStock(parts: WriterParts, couponId: string): Promise<void> {
  const { unit, origin } = parts
  const key = [origin.sellerId, couponId]
  const count = await countBefore(parts, { text: countClaimed, key, today: dayOf(origin.atMs) })
  unit.insert(stockCounters.insert, [newCounterValues(key, count)])
}

/** Claims that are in progress end first: after this event there is none. */
async function close(parts: WriterParts, { terms, version }: StoredTemplate, given: string | undefined): Promise<void> {
  const { unit, origin, head } = parts
  const { couponId } = terms
  const values = [origin.atMs, origin.sellerId, couponId, version]
  await unit.updateOne(closeTemplate, values, 'the template was saved or closed by another call')
  const reason = await sealedReason(parts, given, keyOfStore)
  const before = JSON.stringify({ version, closed: false })
  const after = JSON.stringify({ version, closed: true, reason })
  await head.append([{ kind: 'template_closed', count: 1, couponId, before, after }])
}

async function reopen(
  parts: WriterParts,
  { terms, version }: StoredTemplate,
  given: string | undefined,
): Promise<void> {
  const { unit, origin, head } = parts
  const { couponId } = terms
  await unit.updateOne(reopenTemplate, [origin.sellerId, couponId, version], 'the template was opened by another call')
  const reason = await sealedReason(parts, given, keyOfStore)
  const before = JSON.stringify({ version, closed: true })
  const after = JSON.stringify({ version, closed: false, reason })
  await head.append([{ kind: 'template_reopened', count: 1, couponId, before, after }])
}

async function claimFromStock(parts: WriterParts, claim: TemplateClaim): Promise<Claimed> {
  return claim.template.countsStock ? countClaim(parts.unit, stockClaim(parts, claim)) : { kind: 'claimed' }
}

function stockClaim(parts: WriterParts, { template, count, today }: TemplateClaim): CountedClaim {
  const { couponId, stockTotal, stockPerDay } = template.terms
  const key = [parts.origin.sellerId, couponId]
  return {
    counters: stockCounters,
    key,
    count,
    today,
    totalLimit: stockTotal ?? noLimit,
    dayLimit: stockPerDay ?? noLimit,
    countBefore: () => countBefore(parts, { text: countClaimed, key, today }),
  }
}

const noLimit = Number.MAX_SAFE_INTEGER

/**
 * Locks the issuers also for a claim without a member: claims of one template lock them and the stock in the same order.
 * A refusal leaves no more than the lock, so the works that share its commit are not run again.
 */
async function claimForMember(parts: WriterParts, claim: TemplateClaim, member: Named | undefined): Promise<Claimed> {
  const { unit, names } = parts
  if (!claim.template.countsMembers) return { kind: 'claimed' }
  if (member === undefined) return { kind: 'claimed' }
  const [named] = await names.name([member])
  if (named === undefined) throw new TypeError('a member was named and not found')
  for (const by of countedBy(named)) {
    const claimed = await countClaim(unit, memberClaim(parts, claim, by))
    if (claimed.kind === 'too-many') return claimed
  }
  if (named.cardRef === undefined && named.phoneRef !== undefined) await forgetFormerHolders(parts, named.phoneRef)
  return { kind: 'claimed' }
}

/** Always in the same order, so that two claims never deadlock. */
function countedBy({ phoneRef, memberNos }: NamedMembers): readonly CountedBy[] {
  if (memberNos.length === 0) return phoneRef === undefined ? [] : [{ kind: 'phone', phoneRef }]
  return memberNos.toSorted((left, right) => left - right).map((memberNo) => ({ kind: 'member', memberNo }))
}

function memberClaim(parts: WriterParts, { template, count, today }: TemplateClaim, by: CountedBy): CountedClaim {
  const { sellerId } = parts.origin
  const { couponId, memberTotal, memberPerDay } = template.terms
  const memberKeyText = by.kind === 'member' ? memberKey(by.memberNo) : phoneKey(by.phoneRef)
  const key = claimsKey(sellerId, by, couponId)
  return {
    counters: memberCounters,
    key: [sellerId, memberKeyText, couponId],
    count,
    today,
    totalLimit: memberTotal ?? noLimit,
    dayLimit: memberPerDay ?? noLimit,
    countBefore: () => countBefore(parts, { text: countClaimedBy[by.kind], key, today }),
  }
}

async function findClaimsLeft(
  parts: WriterParts,
  claim: TemplateClaim,
  member: Named | undefined,
): Promise<ClaimsLeft> {
  const [named] = member === undefined || !countsMembers(claim.template.terms) ? [] : await parts.names.name([member])
  const ofMember = (named === undefined ? [] : countedBy(named)).map((by) => memberClaim(parts, claim, by))
  const stock = countsStock(claim.template.terms) ? await findLeft(parts.unit, stockClaim(parts, claim)) : undefined
  let least: number | undefined
  for (const counted of ofMember) {
    const left = (await findLeft(parts.unit, counted)) ?? Number.POSITIVE_INFINITY
    least = Math.min(left, least ?? left)
  }
  return { stock, member: least }
}

/** Coupons of a phone are also those of the members that held it, whose limits a claim by it need not fit. */
async function forgetFormerHolders({ unit, origin }: WriterParts, phoneRef: number): Promise<void> {
  const rows = await unit.all(findFormerHolders, [origin.sellerId, phoneRef])
  await forgetUsageOf(unit, origin.sellerId, { memberNos: rows.map(formerHolderOfRow), phoneRefs: [] })
}

async function reserveCodes(
  { unit, origin, head }: WriterParts,
  codes: readonly string[],
  { couponId, channel }: ReservedCode,
): Promise<void> {
  const { sellerId, atMs } = origin
  const reserved = { seller_id: sellerId, coupon_id: couponId, channel, reserved_at_ms: atMs }
  const rows = codes.map((code) => insertReservedCode.encode({ ...reserved, coupon_code: code }))
  unit.insert(insertReservedCode.text, rows)
  head.changeMemberRows([{ table: reservedCodeTable.name, rows }])
  const after = JSON.stringify({ count: codes.length })
  await head.append([{ kind: 'codes_reserved', count: 1, couponId, after }])
}

type CountQuery = Readonly<{ text: string; key: readonly SqlValue[]; today: string }>

async function countBefore({ unit }: WriterParts, { text, key, today }: CountQuery): Promise<ClaimCount> {
  return claimedOfRow(await unit.one(text, [startOfDay(today), ...key]), today)
}
