import type { AppGrants, InputOf, MethodDefinition, ResponseOf } from '@yaoquan/api'
import type { SignedCall } from '#domain/lifecycle/lifecycle-store'

export type { SignedCall, SignKnown, SignReused } from '#domain/lifecycle/lifecycle-store'

/** What a method gets of the call besides its input. */
export type CallContext = Readonly<{
  requestId: string
  appKey: string
  /** The app's grants, for limits within a method. */
  grants: AppGrants
  /** The seller it acts on; empty for methods whose scope is `none`. */
  sellerId: string
  /** The gateway's clock, epoch milliseconds. */
  nowMs: number
  /** Of a call that writes. */
  sign?: SignedCall | undefined
}>

/** One API method: its definition and what it does with decoded input. Business refusals are answers, not exceptions. */
export type Method<M extends MethodDefinition> = Readonly<{
  definition: M
  call(input: InputOf<M>, context: CallContext): Promise<ResponseOf<M>>
}>
