/** A call that was answered, without anything that names a member. */
export type AnsweredCall = Readonly<{
  requestId: string
  /** A method of ours, or `unknown`. */
  method: string
  /** The caller's address, as far as it is known. */
  ip: string
  /** Empty as long as the app is not known. */
  appKey: string
  sellerId: string
  /** 0: the method answered; else the code of the error. */
  code: number
  subCode: string
  durationMs: number
  /** Bytes of the answer. */
  answerLength: number
}>

/** A method that threw: a bug, or a store that does not answer. */
export type FailedCall = Readonly<{ requestId: string; method: string; error: unknown }>

/** A look-up by code that is refused, since its caller guessed too many codes. */
export type RefusedGuess = Readonly<{
  appKey: string
  sellerId: string
  /** As the call names it. */
  shop: string | undefined
  /** The caller's address. */
  ip: string
  /** Until the next look-up. */
  seconds: number
}>

/** What the gateway tells the telemetry. */
export interface CallTelemetry {
  callAnswered(call: AnsweredCall): void
  callFailed(call: FailedCall): void
  codeGuessRefused(guess: RefusedGuess): void
}
