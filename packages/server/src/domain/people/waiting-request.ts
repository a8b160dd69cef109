/** What a second person decides on. A reason is without phones. */
export type RequestSubject =
  | Readonly<{ kind: 'erase-member'; memberId: string; reason: string }>
  | Readonly<{ kind: 'merge-members'; memberId: string; intoMemberId: string; reason: string }>
  | Readonly<{ kind: EndingOfRule }>

/** The end of a rule that asks for two people. */
export type EndingOfRule = 'end-template-approval' | 'end-second-person'

/** What a person asked for, until a second person decides on it. */
export type WaitingRequest = Readonly<{
  requestId: string
  subject: RequestSubject
  /** Actor, as in events. */
  askedBy: string
  askedAtMs: number
  /** Nobody approves it later. */
  untilMs: number
}>

/** How a request ended: another person approved or refused it, or the one who asked took it back. */
export type RequestVerdict = 'approved' | 'refused' | 'withdrawn'

export interface RequestReader {
  /** The requests of a seller that nobody decided on, the oldest first, also those that nobody may approve any more. */
  listWaitingRequests(sellerId: string): Promise<readonly WaitingRequest[]>
}
