import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ShadowRouteName } from '@yaoquan/api'
import type { CopiedExchange } from '#shadow/answers/exchange'
import type { Upstream } from '#shadow/upstream/connect-upstream'
import type { CallCopy, HeldRequest } from './call-copy.ts'
import type { UnansweredCall } from './own-error.ts'

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

/** A call that passes. */
export type PassedExchange = Readonly<{
  request: IncomingMessage
  response: ServerResponse
  path: UnansweredCall['path']
  queryString: string
  /** Target of the request, from its path on. */
  target: string
  copy: CallCopy
}>
