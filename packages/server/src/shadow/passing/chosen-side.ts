import type { ShadowRouteName } from '@yaoquan/api'
import type { CopiedExchange } from '#shadow/answers/exchange'
import type { Upstream } from '#shadow/upstream/connect-upstream'
import type { HeldRequest } from './held-request.ts'
import type { PassedExchange } from './passed-exchange.ts'

/** The side that answers a call, and what was read of the call to choose it. */
export type ChosenSide = Readonly<{
  held: HeldRequest
  route: ShadowRouteName
  side: Upstream
  /** Whether the side is to know the caller's address in any case. */
  addsForwardedFor: boolean
  /**
   * Keeps the call and its answer before the caller gets the answer; undefined for calls of which nothing is to be kept.
   * @returns whether the caller may have the answer
   */
  keep?: ((exchange: CopiedExchange) => Promise<boolean>) | undefined
}>

/**
 * Chooses which side answers a call.
 * @returns undefined for a call that goes to the CRM of today, of which nothing needs to be read
 */
export type ChooseSide = (exchange: PassedExchange) => Promise<ChosenSide> | undefined
