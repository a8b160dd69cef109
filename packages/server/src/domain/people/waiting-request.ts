/** What a second person decides on. A reason is without phones. */
export type RequestSubject =
  | Readonly<{ kind: 'erase-member'; memberId: string; reason: string }>
  | Readonly<{ kind: 'merge-members'; memberId: string; intoMemberId: string; reason: string }>
  | ClaimSubject
  | RuleLoosening

/** Coupons of a template, or a reserved code, for a member. */
export type ClaimSubject = Readonly<{
  kind: 'claim-coupons'
  memberId: string
  couponId?: string | undefined
  couponCode?: string | undefined
  count: number
  channel?: string | undefined
}>

/** The end of a rule that asks for two people, or a higher amount of one; `amount` in yuan, or `off`. */
export type RuleLoosening =
  | Readonly<{ kind: 'end-template-approval' | 'end-second-person' }>
  | Readonly<{ kind: 'raise-issue-approval'; amount: string }>

/** What a person asked for, until it was refused or done. */
export type WaitingRequest = Readonly<{
  requestId: string
  subject: RequestSubject
  /** Actor, as in events. */
  askedBy: string
  askedAtMs: number
  /** Nobody approves it later. */
  untilMs: number
  /** Who approved it, once somebody did: then it stays until what it asks for is done, whatever interrupts that. */
  approvedBy?: string | undefined
}>

/** How a request ended: another person approved or refused it, or the one who asked took it back. */
export type RequestVerdict = 'approved' | 'refused' | 'withdrawn'

export interface RequestReader {
  /** The requests of a seller that are not over, the oldest first, also those that nobody may approve any more. */
  listWaitingRequests(sellerId: string): Promise<readonly WaitingRequest[]>
}
