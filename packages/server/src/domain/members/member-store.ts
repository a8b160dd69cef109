import type { HeldCard, HeldPhone, IdentifierState, Member, MemberNumber, MemberProfile } from './member.ts'
import type { KnownIdentities, Named } from './name-members.ts'

export interface MemberReader {
  /** @returns undefined if there never was one of that number; merged and erased members are returned as such */
  findMember(sellerId: string, memberNo: MemberNumber): Promise<Member | undefined>
  /** As `findMember`, of several, in order of their numbers. */
  findMembers(sellerId: string, memberNos: readonly MemberNumber[]): Promise<readonly Member[]>
  /** Members that hold or held the phone, or whose card it is, in order of their numbers. @param named one of the two */
  findMembersNamed(sellerId: string, named: Named): Promise<readonly Member[]>
  /** What is stored of phones and cards, and of the members that hold them: what naming them builds on. */
  findIdentities(sellerId: string, named: readonly Named[]): Promise<KnownIdentities>
  /** Members in order of their numbers. One look examines 250, whatever the filters find; `lookMs` allows several. */
  listMembers(query: MemberListQuery): Promise<MemberPage>
  /** Merges that can be undone at `nowMs`, newest first. */
  listMerges(sellerId: string, memberNo: MemberNumber, nowMs: number): Promise<readonly MemberMerge[]>
  /** As `MemberWriter.countClaims`. */
  countClaims(sellerId: string, memberNo: MemberNumber): Promise<ReadonlyMap<string, number>>
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
  /** 0 at the start. */
  afterMemberNo: MemberNumber
  /** 1..200 */
  limit: number
  /** For how long to look on while the page is not full, in milliseconds; absent: one look. */
  lookMs?: number | undefined
}>

export type MemberPage = Readonly<{
  members: readonly Member[]
  /** Where the next page begins; undefined at the end. */
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

/** A change of one member, which is also the content of its event, without personal data. */
export type MemberChange =
  /** A call named the member by a phone or card that did not lead to it before. */
  | Readonly<{ kind: 'named' }>
  | Readonly<{ kind: 'profile'; profile: MemberProfile }>
  | Readonly<{ kind: 'add-phone'; phone: string }>
  | Readonly<{ kind: 'phone-state'; phone: HeldPhone; state: IdentifierState }>
  | Readonly<{ kind: 'add-card'; cardNo: string }>
  | Readonly<{ kind: 'card-state'; card: HeldCard; state: IdentifierState }>

/** Writes members, inside one work. What it reads holds until the work ends. */
export interface MemberWriter {
  /**
   * The members that a phone, a card or both name, created where they name nobody yet (docs/adr/0021-members.md). Where that changed
   * anything, a change of the member must follow in this work: programs know by the newest event which answers they may give again.
   */
  nameMembers(named: Named): Promise<Readonly<{ memberNos: readonly MemberNumber[]; isChanged: boolean }>>
  /** As `MemberReader.findMember`. */
  findMember(memberNo: MemberNumber): Promise<Member | undefined>
  /** As `MemberReader.findMembersNamed`, without creating any. */
  findMembersNamed(named: Named): Promise<readonly Member[]>
  /** Creates a member without phone or card. */
  addMember(): Promise<Member>
  /**
   * Applies changes to a member, in order, and appends one event `member_changed`. Counts of claims of every member whose coupons may
   * be others now are made anew. A phone to be added that other members hold is shared with them; a card to be added must be unknown.
   * @param member as it was read in this work
   */
  changeMember(member: Member, changes: readonly MemberChange[], reason?: string): Promise<void>
  /** Notes that a call named the member without changing it, which retention counts as activity. */
  touchMember(memberNo: MemberNumber): Promise<void>
  /**
   * Moves all phones and cards of `from` to `into`, fills in what the profile of `into` lacks (`mergedProfile`), and appends an
   * event `member_merged`.
   * @returns the id of the merge
   */
  mergeMembers(from: Member, into: Member, reason: string | undefined): Promise<string>
  findMerge(mergeId: string): Promise<MemberMerge | undefined>
  /**
   * Gives back what `from` brought and `into` still has, and `into` its former profile if nobody changed it since; appends an event
   * `member_unmerged`.
   */
  undoMerge(merge: MemberMerge, reason: string | undefined): Promise<void>
  /**
   * Empties everything that tells who the member is, and who the members merged into it are; appends an event `member_erased`.
   * Their keys are to be destroyed after the commit (`Erasures`).
   * @returns all of them
   */
  eraseMember(memberNo: MemberNumber, reason: string | undefined): Promise<readonly MemberNumber[]>
  /** Appends an event `exported`, since everything about the member is given out, and touches the member. @returns the number of the event */
  recordExport(memberNo: MemberNumber): Promise<number>
  /** Coupons claimed of templates with a member limit, by template: what a merge would add up. */
  countClaims(memberNo: MemberNumber): Promise<ReadonlyMap<string, number>>
}

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
