import { type DateText, dayOf } from '#domain/dates'
import type { KnownIdentities, Named, NamedMembers } from '#domain/members/identity-resolution'
import { type ClaimCount, countAfter, leftOf, noClaimsOn } from '#domain/templates/claim-count'
import { checkWindow, claimedDraft, usableDays } from '#domain/templates/claimed-draft'
import { publishedFromMs, worstCaseFen } from '#domain/templates/template'
import type { ClaimsLeft, StoredTemplate, TemplateRefusal } from '#domain/templates/template-store'
import { type Decision, done, load, type Reading, refused } from './act.ts'
import { type Change, identitiesChanged } from './changes.ts'
import { counted, issued, phoneClaimed } from './issue-changes.ts'
import { type MemberCounter, type NamedClaim, nameClaim } from './member-counters.ts'
import { identities } from './reads.ts'
import { countsMembers, countsStock } from './save-template.ts'
import { claimsBefore, memberClaims, publishedTemplate, template } from './template-changes.ts'

export type Claiming = Readonly<{
  couponId: string
  /** The member, phone normalised. Absent: codes without a member, to which member limits and the claim window do not apply. */
  member: Named | undefined
  /** 1..1000, which no coupon has. */
  couponCodes: readonly string[]
  channel: string | undefined
  /** The answer has what is left, and how much the coupons take off at most. */
  isDryRun?: boolean | undefined
}>

export type ClaimAnswer = Readonly<{
  couponCodes: readonly string[]
  startDate: DateText
  endDate: DateText
  /** Only for a dry run. */
  left?: ClaimsLeft
  /** Only for a dry run: what one coupon takes off an order at most, fen; undefined where its terms set no limit. */
  worstFen?: number | undefined
}>

/** What a claim must see. */
export type FoundClaim = Readonly<{
  /** The newest version. */
  newest: StoredTemplate | undefined
  /** The newest published version, where that is another one. */
  published: StoredTemplate | undefined
  /** The version that is claimed; undefined if the template itself is refused, since nothing more is read then. */
  template: StoredTemplate | undefined
  /** Identities of the member; undefined without a member. */
  known: KnownIdentities | undefined
  /** Claims of the named members, where the template has a member limit. */
  counts: readonly FoundCount[]
}>

type FoundCount = Readonly<{ count: ClaimCount; isNew: boolean }>

/** What a claim must see: nothing more than the template where that is refused, as of an exhausted stock. */
export function* claimReads(input: Claiming, nowMs: number): Reading<FoundClaim> {
  const { couponId, member } = input
  const { newest } = yield* load({ newest: template(couponId) })
  const needsEarlier = newest !== undefined && !newest.isClosed && !isPublished(newest, nowMs)
  const published = needsEarlier
    ? (yield* load({ published: publishedTemplate({ couponId, byMs: nowMs }) })).published
    : undefined
  const versions = { newest, published, template: undefined, known: undefined, counts: [] }
  const checked = checkTemplate(input, versions, nowMs)
  if (checked.kind !== 'claimable') return versions
  const found = { ...versions, template: checked.template }
  if (member === undefined) return found
  const { known } = yield* load({ known: identities([member]) })
  if (!checked.template.countsMembers) return { ...found, known }
  return { ...found, known, counts: yield* countReads(couponId, nameClaim(known, member), dayOf(nowMs)) }
}

/** Counters that do not exist are counted in the rows of coupons. */
function* countReads(couponId: string, { counters }: NamedClaim, today: DateText): Reading<readonly FoundCount[]> {
  const mayExist = counters.filter((counter) => counter.mayExist)
  const { counts } = yield* load({ counts: memberClaims({ couponId, of: mayExist.map(({ by }) => by) }) })
  const stored = new Map(mayExist.map((counter, place) => [counter, counts[place]]))
  const isNew = (counter: MemberCounter) => stored.get(counter) === undefined
  const of = counters.filter(isNew).map(({ before }) => before)
  const { claims } = of.length === 0 ? { claims: [] } : yield* load({ claims: claimsBefore({ couponId, today, of }) })
  const next = claims.values()
  return counters.map((counter) => {
    const count = stored.get(counter) ?? next.next().value ?? noClaimsOn(today)
    return { count, isNew: isNew(counter) }
  })
}

type Claimable = Readonly<{ kind: 'claimable'; template: StoredTemplate }>

/** Checks the template. An exhausted stock is reported before a member's limit. */
function checkTemplate(
  { member, couponCodes }: Claiming,
  { newest, published }: Pick<FoundClaim, 'newest' | 'published'>,
  nowMs: number,
): Claimable | TemplateRefusal {
  if (newest === undefined) return { kind: 'template-not-found' }
  if (newest.isClosed) return { kind: 'template-closed' }
  const chosen = isPublished(newest, nowMs) ? newest : published
  if (chosen === undefined) return { kind: 'template-not-published', publishAt: newest.terms.publishAt }
  const closed = member && checkWindow(chosen.terms, nowMs)
  if (closed !== undefined) return closed
  const left = (chosen.terms.stockTotal ?? Number.POSITIVE_INFINITY) - (chosen.claimed?.total ?? 0)
  if (couponCodes.length > left) return { kind: 'stock-exhausted', left: Math.max(0, left) }
  return { kind: 'claimable', template: chosen }
}

function isPublished({ terms }: StoredTemplate, nowMs: number): boolean {
  const fromMs = publishedFromMs(terms)
  return fromMs !== undefined && fromMs <= nowMs
}

/** Decides on a claim whose codes are free: all or none of its coupons are issued. */
export function decideClaim(input: Claiming, found: FoundClaim, nowMs: number): Decision<ClaimAnswer, TemplateRefusal> {
  const checked = checkTemplate(input, found, nowMs)
  if (checked.kind !== 'claimable') return refused(checked)
  const claim = { ...input, template: checked.template, today: dayOf(nowMs) }
  const refusal = checkLimits(claim, found.counts)
  if (refusal !== undefined) return refused(refusal)
  const { template: claimed, today, couponCodes } = claim
  const tried = input.isDryRun
    ? { left: leftAfter(claim, found.counts), worstFen: worstCaseFen(undefined, claimed.terms) }
    : {}
  const answer = { couponCodes, ...usableDays(claimed.terms.validity, today), ...tried }
  return done(answer, changesOf(claim, found))
}

type Claim = Claiming & Readonly<{ template: StoredTemplate; today: DateText }>

function checkLimits(
  { template: { terms, claimed }, couponCodes, today }: Claim,
  counts: readonly FoundCount[],
): TemplateRefusal | undefined {
  const ofMember = { total: terms.memberTotal, onDay: terms.memberPerDay }
  for (const { count } of counts) {
    const left = leftOf(count, ofMember, today)
    if (couponCodes.length > left) return { kind: 'member-limit-reached', left }
  }
  if (claimed === undefined) return undefined
  const left = leftOf(claimed, { total: terms.stockTotal, onDay: terms.stockPerDay }, today)
  return couponCodes.length > left ? { kind: 'stock-exhausted', left } : undefined
}

/** What can still be claimed after the claim. */
function leftAfter(
  { template: { terms, claimed }, couponCodes, today }: Claim,
  counts: readonly FoundCount[],
): ClaimsLeft {
  const { length } = couponCodes
  const ofStock = { total: terms.stockTotal, onDay: terms.stockPerDay }
  const ofMember = { total: terms.memberTotal, onDay: terms.memberPerDay }
  const members = counts.map(({ count }) => leftOf(countAfter(count, length, today), ofMember, today))
  return {
    stock: claimed && countsStock(terms) ? leftOf(countAfter(claimed, length, today), ofStock, today) : undefined,
    member: countsMembers(terms) && members.length > 0 ? Math.min(...members) : undefined,
  }
}

function changesOf(claim: Claim, { known, counts }: FoundClaim): readonly Change[] {
  const { member, couponId, couponCodes, channel, template: version, today } = claim
  const { length } = couponCodes
  const named = known === undefined || member === undefined ? undefined : nameClaim(known, member)
  const owner = named?.named ?? nobody
  const { phone, cardNo } = member ?? { phone: undefined, cardNo: undefined }
  const drafts = couponCodes.map((couponCode) =>
    claimedDraft(version.terms, { phone, cardNo, couponCode, channel, today }),
  )
  const ofMembers = counts.flatMap(({ count, isNew }, place) => {
    const by = named?.counters[place]?.by
    return by === undefined ? [] : [counted({ couponId, by, count: countAfter(count, length, today), isNew })]
  })
  const isByPhone = version.countsMembers && owner.cardRef === undefined
  const formerMembers = isByPhone ? (named?.formerMembers ?? []) : []
  return [
    ...(named === undefined ? [] : [identitiesChanged({ memberNos: owner.memberNos, changes: named.changes })]),
    ...ofMembers,
    ...stockCounted(claim),
    ...(formerMembers.length > 0 ? [phoneClaimed({ formerMembers })] : []),
    issued({ drafts, named: drafts.map(() => owner), templateVersion: version.version }),
  ]
}

function stockCounted({ couponId, template: { claimed }, couponCodes, today }: Claim): readonly Change[] {
  if (claimed === undefined) return []
  const count = countAfter(claimed, couponCodes.length, today)
  return [counted({ couponId, by: { kind: 'template' }, count, isNew: false })]
}

const nobody: NamedMembers = { phoneRef: undefined, cardRef: undefined, memberNos: [] }
