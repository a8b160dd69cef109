import { type DateText, dayOf } from '#domain/dates'
import type { Named } from '#domain/members/name-members'
import { checkWindow, usableDays } from '#domain/templates/claim-window'
import { claimedDraft } from '#domain/templates/claimed-draft'
import { publishedFromMs } from '#domain/templates/template'
import type {
  ClaimsLeft,
  CodeRefusal,
  StoredTemplate,
  TemplateClaim,
  TemplateRefusal,
} from '#domain/templates/template-store'
import type { LifecycleWriter, Worked, WriteCall, Written } from './lifecycle-store.ts'
import { newRandomCode } from './random-code.ts'

type Claim = WriteCall &
  Readonly<{
    couponId: string
    /** The member, phone normalised. Absent: codes without a member, to which member limits and the claim window do not apply. */
    member: Named | undefined
    /** 1..1000 */
    count: number
    channel: string | undefined
    /** The answer has what is left. */
    isDryRun?: boolean | undefined
    randomBytes: (size: number) => Uint8Array
  }>

/** A claim of one coupon with a code that was reserved for it. */
type CodeClaim = WriteCall &
  Readonly<{
    couponCode: string
    /** If it is given, the code must be reserved for this template. */
    couponId: string | undefined
    member: Named
    /** Absent: that of the reservation. */
    channel: string | undefined
    /** The answer has what is left. */
    isDryRun?: boolean | undefined
  }>

export type ClaimAnswer = Readonly<{
  couponCodes: readonly string[]
  startDate: DateText
  endDate: DateText
  /** Of a dry run. */
  left?: ClaimsLeft
}>

export type ClaimRefusal = TemplateRefusal | CodeRefusal

/** Issues coupons of a template, within its stock and the member's limits: all or none. */
export function claimCoupons(asked: Claim): Promise<Written<ClaimAnswer, TemplateRefusal>> {
  const couponCodes = () => Array.from({ length: asked.count }, () => newRandomCode(asked.randomBytes))
  return asked.lifecycle.writeOnce(asked.request, async (writer) => {
    const worked = await claim({ ...asked, couponCodes: couponCodes() }, writer)
    if (worked.kind === 'taken') throw new Error('a random code exists already')
    return worked
  })
}

/** Makes a reserved code the coupon of a member, once, by the rules of a claim. */
export function claimReservedCode(asked: CodeClaim): Promise<Written<ClaimAnswer, ClaimRefusal>> {
  const { lifecycle, request } = asked
  return lifecycle.writeOnce<ClaimAnswer, ClaimRefusal>(request, (writer) => claimCode(asked, writer))
}

async function claimCode(asked: CodeClaim, writer: LifecycleWriter): Promise<Worked<ClaimAnswer, ClaimRefusal>> {
  const { couponCode } = asked
  const reserved = await writer.findReservedCode(couponCode)
  if (reserved === undefined || (asked.couponId ?? reserved.couponId) !== reserved.couponId) {
    return { kind: 'refused', refusal: { kind: 'code-not-reserved' } }
  }
  const isTaken = async () => (await writer.findCoupons([couponCode])).size > 0
  if (await isTaken()) return alreadyClaimed
  const { couponId, channel } = reserved
  const coupon = { couponId, channel: asked.channel ?? channel, couponCodes: [couponCode] }
  const worked = await claim({ ...asked, ...coupon, count: 1 }, writer)
  if (worked.kind === 'done') return worked
  // Another claim of the code may have used up the limits meanwhile.
  return worked.kind === 'taken' || (await isTaken()) ? alreadyClaimed : worked
}

const alreadyClaimed = { kind: 'refused', refusal: { kind: 'code-already-claimed' } } as const

type CodedClaim = Omit<Claim, 'lifecycle' | 'randomBytes'> & Readonly<{ couponCodes: readonly string[] }>

/** Another coupon has a code. */
type Taken = Readonly<{ kind: 'taken' }>

async function claim(
  asked: CodedClaim,
  writer: LifecycleWriter,
): Promise<Worked<ClaimAnswer, TemplateRefusal> | Taken> {
  const found = await findClaimable(asked, writer)
  if (found.kind !== 'found') return { kind: 'refused', refusal: found }
  const { template } = found
  const { couponCodes, count } = asked
  const today = dayOf(asked.request.nowMs)
  const templateClaim = { template, count, today }
  const refusal = checkOpen(asked, template) ?? (await countAgainstLimits(asked, writer, templateClaim))
  if (refusal !== undefined) return { kind: 'refused', refusal }
  const member = asked.member ?? { phone: undefined, cardNo: undefined }
  const drafts = couponCodes.map((couponCode) =>
    claimedDraft(template.terms, { ...member, couponCode, channel: asked.channel, today }),
  )
  const { version, newestVersion } = template
  const outcomes = await writer.issueCoupons(drafts, { couponId: asked.couponId, version, newestVersion })
  if (outcomes.some(({ kind }) => kind !== 'created')) return { kind: 'taken' }
  const left = asked.isDryRun ? { left: await writer.findClaimsLeft(templateClaim, asked.member) } : {}
  return { kind: 'done', answer: { couponCodes, ...usableDays(template.terms.validity, today), ...left } }
}

type Found = Readonly<{ kind: 'found'; template: StoredTemplate }>

/** The newest published version, which nearly always is the newest one. */
async function findClaimable(
  { couponId, request }: CodedClaim,
  writer: LifecycleWriter,
): Promise<Found | TemplateRefusal> {
  const newest = await writer.findTemplate(couponId)
  if (newest === undefined) return { kind: 'template-not-found' }
  if (newest.isClosed) return { kind: 'template-closed' }
  const fromMs = publishedFromMs(newest.terms)
  if (fromMs !== undefined && fromMs <= request.nowMs) return { kind: 'found', template: newest }
  const earlier = await writer.findPublishedTemplate(couponId)
  if (earlier === undefined) return { kind: 'template-not-published', publishAt: newest.terms.publishAt }
  return { kind: 'found', template: earlier }
}

function checkOpen({ request, member }: CodedClaim, template: StoredTemplate): TemplateRefusal | undefined {
  return member === undefined ? undefined : checkWindow(template.terms, request.nowMs)
}

/**
 * The counters of the template decide. An exhausted stock is reported first, since that needs no write; the number of claims never
 * decreases.
 */
async function countAgainstLimits(
  { member }: CodedClaim,
  writer: LifecycleWriter,
  templateClaim: TemplateClaim,
): Promise<TemplateRefusal | undefined> {
  const { template, count } = templateClaim
  const left = (template.terms.stockTotal ?? Number.POSITIVE_INFINITY) - (template.claimed?.total ?? 0)
  if (count > left) return { kind: 'stock-exhausted', left: Math.max(0, left) }
  const ofMember = await writer.claimForMember(templateClaim, member)
  if (ofMember.kind === 'too-many') return { kind: 'member-limit-reached', left: ofMember.left }
  const ofStock = await writer.claimFromStock(templateClaim)
  return ofStock.kind === 'too-many' ? { kind: 'stock-exhausted', left: ofStock.left } : undefined
}
