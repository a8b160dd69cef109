import { appRequestKinds } from '@yaoquan/api/words'

/** What another person decides on. A reason is without phones. */
export type RequestSubject =
  | Readonly<{ kind: 'erase-member'; memberId: string; reason: string }>
  | Readonly<{ kind: 'merge-members'; memberId: string; intoMemberId: string; reason: string }>
  | ClaimSubject
  | RuleLoosening
  | AppSubject

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

/** What developers ask owners for; an owner does it with a form of its own. */
export type AppSubject =
  | Readonly<{ kind: 'create-app'; name: string; preset: string; reason: string }>
  | Readonly<{ kind: 'widen-app'; appKey: string; preset: string; reason: string }>
  | Readonly<{ kind: 'rotate-app' | 'enable-app'; appKey: string; reason: string }>

/** Whether it is about an app, so that an owner carries it out. */
export function isAboutApp(subject: RequestSubject): subject is AppSubject {
  return appRequestKinds.some((kind) => kind === subject.kind)
}

/** What came of a request about an app, which the person who asked is shown for a week. */
export type EndedRequest = Readonly<{
  verdict: 'carried-out' | 'refused'
  /** Actor, as in events. */
  by: string
  atMs: number
  /** Why it was refused. */
  reason?: string | undefined
  /** The app that was registered, and the name and grants that the owner gave, who may have changed what was asked for. */
  appKey?: string | undefined
  name?: string | undefined
  preset?: string | undefined
}>

/** What a person asked for, until it was refused or done; of an app a week longer. */
export type WaitingRequest = Readonly<{
  requestId: string
  subject: RequestSubject
  /** Actor, as in events. */
  askedBy: string
  askedAtMs: number
  /** Nobody approves it later. */
  untilMs: number
  /** The operator who approved it, if one did: then it stays until the requested act is done, whatever interrupts that. */
  approvedBy?: string | undefined
  /** What came of it; nobody decides on it any more. */
  ended?: EndedRequest | undefined
}>

/** How a request ended: another person approved or refused it, or the one who asked took it back. */
export type RequestVerdict = 'approved' | 'refused' | 'withdrawn'

export interface RequestReader {
  /** The requests of a seller, also those that nobody may approve any more, and what came of those about apps. */
  listWaitingRequests(sellerId: string): Promise<readonly WaitingRequest[]>
}
