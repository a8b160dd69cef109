import type { FoundMembers, MemberKeys } from './find-member.ts'
import type { Named, StoredIdentities } from './identity-resolution.ts'
import type { HeldCard, HeldPhone, IdentifierState, Member, MemberNumber, MemberProfile } from './member.ts'

export interface MemberReader {
  /** @returns undefined if there never was one of that number; merged and erased members are returned as such */
  findMember(sellerId: string, memberNo: MemberNumber): Promise<Member | undefined>
  /** Members by numbers, phones and cards, in one look. */
  lookUpMembers(sellerId: string, keys: MemberKeys): Promise<FoundMembers>
  /** Like `findMember`, for several members, in order of their numbers. */
  findMembers(sellerId: string, memberNos: readonly MemberNumber[]): Promise<readonly Member[]>
  /** Members that hold or held the phone, or whose card it is, in order of their numbers. @param named one of the two */
  findMembersNamed(sellerId: string, named: Named): Promise<readonly Member[]>
  /** Stored phones and cards with their members, the input of identity resolution. */
  findIdentities(sellerId: string, named: readonly Named[]): Promise<StoredIdentities>
  /** Members in order of their numbers. One look examines 250, whatever the filters find; `lookMs` allows several. */
  listMembers(query: MemberListQuery): Promise<MemberPage>
  /** Merges that can be undone at `nowMs`, newest first. */
  listMerges(sellerId: string, memberNo: MemberNumber, nowMs: number): Promise<readonly MemberMerge[]>
  /** Coupons that each member claimed of templates with a member limit, by template. */
  countClaims(
    sellerId: string,
    memberNos: readonly MemberNumber[],
  ): Promise<ReadonlyMap<MemberNumber, ReadonlyMap<string, number>>>
  /** How many coupons belong to any of the members; each counts once. @param memberNos 1..1000 */
  countCoupons(sellerId: string, memberNos: readonly MemberNumber[]): Promise<number>
  /** Codes of a member's coupons after a number, in order of issue. */
  listCouponCodes(query: CodesOfMember): Promise<readonly Readonly<{ seq: number; couponCode: string }>[]>
}

export type CodesOfMember = Readonly<{ sellerId: string; memberNo: MemberNumber; afterSeq: number; limit: number }>

export type MemberListQuery = Readonly<{
  sellerId: string
  filter: Readonly<{
    level?: string | undefined
    tag?: string | undefined
    state?: Member['state']['kind'] | undefined
  }>
  /** Newest member first; default: in order of their numbers. */
  isNewestFirst?: boolean | undefined
  /** Where the page before ended; undefined at the start. */
  afterMemberNo: MemberNumber | undefined
  /** 1..200 */
  limit: number
  /** How many milliseconds to search while the page is not full; absent: one read. */
  lookMs?: number | undefined
}>

export type MemberPage = Readonly<{
  members: readonly Member[]
  /** Start of the next page; undefined at the end. */
  nextMemberNo: MemberNumber | undefined
}>

/** One merge. `from` keeps its profile, and gets back what it brought when the merge is undone. */
export type MemberMerge = Readonly<{
  mergeId: string
  from: MemberNumber
  into: MemberNumber
  mergedAtMs: number
  undoneAtMs: number | undefined
  /** References of the phones and cards that `from` brought. */
  phoneRefs: readonly number[]
  cardRefs: readonly number[]
}>

/** A member and those merged into it. */
export type MergedMembers = Readonly<{
  /** The member first, then those that were merged into it, directly or through others. */
  memberNos: readonly MemberNumber[]
  /** Every merge that any of them had part in, undone ones too. */
  merges: readonly MemberMerge[]
}>

/** A change of one member, which is also the content of its event, without personal data. */
export type MemberChange =
  /** A call named the member by a phone or card that did not lead to it before. */
  | Readonly<{ kind: 'named' }>
  | Readonly<{ kind: 'profile'; profile: MemberProfile }>
  | Readonly<{ kind: 'add-phone'; phone: string }>
  | Readonly<{ kind: 'phone-state'; phone: HeldPhone; state: IdentifierState }>
  | Readonly<{ kind: 'add-card'; cardNo: string }>
  | Readonly<{ kind: 'card-state'; card: HeldCard; state: IdentifierState }>

/** What comes before and after the transaction that erases members. */
export interface Erasures {
  /**
   * Keeps that a member is about to be erased. Many share one commit here, which each would need in its transaction; a transaction
   * keeps what is missing.
   */
  intend(sellerId: string, memberNo: MemberNumber, atMs: number): Promise<void>
  /** Destroys the keys of members that were erased, for good; nothing of them can be opened when this resolves. */
  destroyKeys(sellerId: string, memberNos: readonly MemberNumber[], atMs: number): Promise<void>
  /**
   * Finishes erasures that were interrupted, erases again whom a restored backup brought back, and shows nothing any more of those
   * whom other programs erased since.
   */
  finish(nowMs: number): Promise<void>
}
