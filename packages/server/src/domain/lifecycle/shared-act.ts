import { type Act, load, type Reading } from './act.ts'
import type { OwnNumber } from './lifecycle-store.ts'

/**
 * An act on what sellers share (an app, its sessions, an operator), or on a seller itself. It locks the heads of all sellers that it
 * concerns, in the order of their ids, before it reads; each of them gets the events of the changes.
 */
export type SharedAct<Input, Found, Answer, Refused = never> = Act<Input, Found, Answer, Refused> &
  Readonly<{
    /**
     * The sellers that the act concerns; for an app or operator of which the actor may know nothing, only the actor's seller. Read before
     * the locks: if it turns out to concern others, the act runs again.
     */
    sellers(input: Input): Reading<readonly string[]>
    /** The seller in whose store everything is that the act reads and changes; left out: apps, people and sellers, which are in the directory. */
    storedWith?: ((input: Input) => string) | undefined
  }>

/** Gives a shared act its types. */
export function sharedAct<Input, Found, Answer, Refused = never>(
  parts: SharedAct<Input, Found, Answer, Refused>,
): SharedAct<Input, Found, Answer, Refused> {
  return parts
}

/** The sellers of an act that its input names. */
export function* sellersOf(...sellerIds: readonly string[]): Reading<readonly string[]> {
  yield* load({})
  return sellerIds
}

/** A request for an act: its number, its content, the person who sent it and the time. */
export type SharedRequest = Readonly<{
  /**
   * Number of the request, of a caller or of the server's own: equal actor, method, number and content repeat it. Undefined: the act is done
   * each time.
   */
  requestNo: string | OwnNumber | undefined
  /**
   * The seller of the operator who requests the act; the number is unique within it. Undefined for the command line, whose numbers are kept
   * in all sellers of an act and looked up in every one, since an app or operator may have moved to others.
   */
  ofSeller?: string | undefined
  method: string
  /** The whole request as canonical JSON. Stored only as a keyed digest. */
  content: string
  /** `operator:NAME`; the command line is `operator:cli`. */
  actor: string
  requestId: string | undefined
  nowMs: number
}>

/** A request of the server itself, which is done each time. */
export function systemRequest(nowMs: number): SharedRequest {
  return { requestNo: undefined, method: 'system', content: '', actor: 'system', requestId: undefined, nowMs }
}

export type SharedWritten<Answer, Refused> =
  /** `isAlreadyDone`: it was done under this number at `doneAtMs`, and this was the answer. */
  | Readonly<{ kind: 'done'; answer: Answer; isAlreadyDone: boolean; doneAtMs: number }>
  | Readonly<{ kind: 'refused'; refusal: Refused }>
  /** The number was used for something else, or by another person. */
  | Readonly<{ kind: 'conflict' }>

export interface SharedActs {
  /** Does an act once for its number, in one transaction with its events and the answer. The answer is stored: it has no secret. */
  runAct<Input, Found, Answer, Refused>(
    request: SharedRequest,
    act: SharedAct<Input, Found, Answer, Refused>,
    input: Input,
  ): Promise<SharedWritten<Answer, Refused>>
}

/** An act, and where it is done. */
export type SharedCall = Readonly<{ acts: SharedActs; request: SharedRequest }>

const secretsShownAgainMs = 3_600_000

/** Whether a repeated request may show a secret again: for an hour, since the number is no secret. */
export function mayTellAgain({ nowMs }: SharedRequest, { doneAtMs }: Readonly<{ doneAtMs: number }>): boolean {
  return nowMs - doneAtMs < secretsShownAgainMs
}
