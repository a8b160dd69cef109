/** An answered call, without anything that identifies a member. */
export type AnsweredCall = Readonly<{
  requestId: string
  /** An existing method, or `unknown`. */
  method: string
  /** The caller's address. */
  ip: string
  /** Empty if the app is not known. */
  appKey: string
  sellerId: string
  /** 0 when the method answered, else the error code. */
  code: number
  subCode: string
  durationMs: number
  /** Bytes of the answer. */
  answerLength: number
}>

/** A method that threw: a bug, or a store that does not answer. */
export type FailedCall = Readonly<{ requestId: string; method: string; error: unknown }>

/** A look-up by code that was refused because its caller guessed too many codes. */
export type RefusedGuess = Readonly<{
  appKey: string
  sellerId: string
  /** As the call gives it. */
  shop: string | undefined
  /** The caller's address. */
  ip: string
  /** Until the next look-up. */
  seconds: number
}>

/** Events that the gateway reports. */
export interface CallTelemetry {
  callAnswered(call: AnsweredCall): void
  callFailed(call: FailedCall): void
  codeGuessRefused(guess: RefusedGuess): void
}
