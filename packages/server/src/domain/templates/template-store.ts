import type { DateText } from '#domain/dates'
import type { MemberNumber } from '#domain/members/member'
import type { ClaimCount } from './claim-count.ts'
import type { TemplateTerms } from './template.ts'

/** A stored template, with one of its versions. */
export type StoredTemplate = Readonly<{
  terms: TemplateTerms
  /** That of the terms. */
  version: number
  newestVersion: number
  isClosed: boolean
  savedAtMs: number
  /** Whether claims are counted against a stock, or by member: permanently, from the first version with such a limit. */
  countsStock: boolean
  countsMembers: boolean
  /** What was claimed so far, if it is counted against a stock. */
  claimed: ClaimCount | undefined
}>

/** What a code becomes when a member claims it. */
export type ReservedCode = Readonly<{ couponId: string; channel: string | undefined }>

/** How many coupons of a template can still be claimed today; undefined where nothing limits them. */
export type ClaimsLeft = Readonly<{ stock: number | undefined; member: number | undefined }>

export interface TemplateReader {
  /** @param version undefined: the newest */
  findTemplate(sellerId: string, couponId: string, version?: number): Promise<StoredTemplate | undefined>
  /** The newest version that was published by a moment, epoch milliseconds. */
  findPublishedTemplate(sellerId: string, couponId: string, byMs: number): Promise<StoredTemplate | undefined>
  /** The version that `findPublishedTemplate` finds, and the later ones that are to be published after that moment, the oldest first. */
  findOfferedTemplates(sellerId: string, couponId: string, byMs: number): Promise<readonly StoredTemplate[]>
  /** The newest versions; templates that do not exist are missing. @param couponIds 0..1000, none twice */
  findTemplates(sellerId: string, couponIds: readonly string[]): Promise<readonly StoredTemplate[]>
  /** What a member claimed of open templates that count members, as far as it is counted, in the order of their ids. */
  listOpenUsage(query: UsageQuery): Promise<readonly TemplateUsage[]>
  /** Counts what a member claimed of templates, in all and today, in the rows of coupons; templates without a claim are missing. */
  countClaims(query: ClaimsQuery): Promise<readonly TemplateUsage[]>
  /** Terms of versions that coupons were claimed from; versions that do not exist are missing. @param versions 0..200, none twice */
  findVersions(sellerId: string, versions: readonly TemplateVersion[]): Promise<readonly VersionedTerms[]>
  /** Reads templates in the order of their ids. */
  listTemplates(query: TemplateListQuery): Promise<readonly StoredTemplate[]>
  findReservedCode(sellerId: string, code: string): Promise<ReservedCode | undefined>
}

export type UsageQuery = Readonly<{ sellerId: string; memberNo: MemberNumber; limit: number }>

export type TemplateUsage = Readonly<{ couponId: string; count: ClaimCount }>

/** `couponIds`: none twice. */
export type ClaimsQuery = Readonly<{
  sellerId: string
  memberNo: MemberNumber
  couponIds: readonly string[]
  today: DateText
}>

export type TemplateVersion = Readonly<{ couponId: string; version: number }>

export type VersionedTerms = Readonly<{ terms: TemplateTerms; version: number }>

export type TemplateListQuery = Readonly<{
  sellerId: string
  /** Only closed or only open ones. */
  isClosed: boolean | undefined
  /** Id of the last one of the page before; blank at the start. */
  afterCouponId: string
  /** 1..201. */
  limit: number
}>

/** Why a template cannot be saved, closed or claimed from. */
export type TemplateRefusal =
  | Readonly<{ kind: 'template-not-found' | 'template-closed' }>
  /** Absent for a draft; as in the template. */
  | Readonly<{ kind: 'template-not-published'; publishAt: string | undefined }>
  /** Outside the window; moments as in the template. */
  | Readonly<{ kind: 'claim-not-open'; from: string | undefined; to: string | undefined }>
  | Readonly<{ kind: 'stock-exhausted' | 'member-limit-reached'; left: number }>

/** Why a template cannot be approved or sent back. */
export type DecisionRefusal =
  | Readonly<{ kind: 'template-not-found' | 'template-closed' | 'approver-is-submitter' | 'approver-knows-secret' }>
  /** The newest version, and who saved it when. */
  | Readonly<{ kind: 'not-waiting'; version: number; savedBy: string | undefined; atMs: number }>

/** Why a code that was made up before cannot be claimed. */
export type CodeRefusal = Readonly<{ kind: 'code-not-reserved' | 'code-already-claimed' }>

export type SaveRefusal =
  | TemplateRefusal
  /** Its shops name a group that does not exist. */
  | Readonly<{ kind: 'unknown-shop-group'; name: string }>
  | Readonly<{ kind: 'unknown-codes'; unknown: readonly [UnknownCodes, ...UnknownCodes[]] }>

/** Shops or categories of a template that are in no list of the seller, 1 or more. */
export type UnknownCodes = Readonly<{ field: 'shop' | 'category' | 'excludeCategory'; codes: readonly string[] }>
