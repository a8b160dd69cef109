import { coded } from '#database/record'
import type { IdentifierState } from '#domain/members/member'

/** States of a phone or card in tables. */
export const identifierStateCodes = { active: 0, lost: 1, replaced: 2 } as const satisfies Record<
  IdentifierState,
  number
>

export const identifierState = coded('state', identifierStateCodes)
