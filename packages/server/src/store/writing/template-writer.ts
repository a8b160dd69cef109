import { readValue } from '#database/read-value'
import { startOfDay } from '#domain/dates'
import { countsMembers, countsStock } from '#domain/lifecycle/save-template'
import type { Named, NamedMembers } from '#domain/members/name-members'
import type { ClaimCount, ClaimsOf, CountedBy } from '#domain/templates/claim-count'
import type { TemplateTerms } from '#domain/templates/template'
import type { Claimed, ClaimsLeft, TemplateClaim, TemplateWriter } from '#domain/templates/template-store'
import {
  claimedOfRow,
  claimsCountQuery,
  memberCounters,
  memberKey,
  phoneKey,
  stockCounters,
} from '#store/tables/claim-counters'
import { findPublishedTemplate, findTemplate, templateOfRow } from '#store/tables/coupon-template'
import { findFormerHolders, formerHolderOfRow } from '#store/tables/phone-member'
import { findReservedCode, reservedCodeOfRow } from '#store/tables/reserved-code'
import { findTemplateVersion, readTerms } from '#store/tables/template-version'
import { type CountedClaim, countClaim, findLeft } from './count-claim.ts'
import { forgetUsageOf } from './forget-usage.ts'
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
    claimFromStock: (claim) => claimFromStock(parts, claim),
    claimForMember: (claim, member) => claimForMember(parts, claim, member),
    findClaimsLeft: (claim, member) => findClaimsLeft(parts, claim, member),
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

async function claimFromStock(parts: WriterParts, claim: TemplateClaim): Promise<Claimed> {
  return claim.template.countsStock ? countClaim(parts.unit, stockClaim(parts, claim)) : { kind: 'claimed' }
}

function stockClaim(parts: WriterParts, { template, count, today }: TemplateClaim): CountedClaim {
  const { couponId, stockTotal, stockPerDay } = template.terms
  const key = { seller_id: parts.origin.sellerId, coupon_id: couponId }
  return {
    counters: stockCounters,
    key,
    count,
    today,
    totalLimit: stockTotal ?? noLimit,
    dayLimit: stockPerDay ?? noLimit,
    countBefore: () => countBefore(parts, { of: { kind: 'template' }, couponId, today }),
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
  return {
    counters: memberCounters,
    key: { seller_id: sellerId, member_key: memberKeyText, coupon_id: couponId },
    count,
    today,
    totalLimit: memberTotal ?? noLimit,
    dayLimit: memberPerDay ?? noLimit,
    countBefore: () => countBefore(parts, { of: by, couponId, today }),
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

type CountQuery = Readonly<{ of: ClaimsOf; couponId: string; today: string }>

async function countBefore({ unit, origin }: WriterParts, { of, couponId, today }: CountQuery): Promise<ClaimCount> {
  const { sellerId } = origin
  return claimedOfRow(await unit.one(claimsCountQuery(of, { sellerId, couponId, sinceMs: startOfDay(today) })), today)
}
