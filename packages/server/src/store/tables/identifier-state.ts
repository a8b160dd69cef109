import type { SqlValue } from '#database/sql-engine'
import type { IdentifierState } from '#domain/members/member'

/** As tables keep the state of a phone or card. */
export const identifierStateCodes = { active: 0, lost: 1, replaced: 2 } as const satisfies Record<
  IdentifierState,
  number
>

const states = new Map<SqlValue | undefined, IdentifierState>([
  [identifierStateCodes.active, 'active'],
  [identifierStateCodes.lost, 'lost'],
  [identifierStateCodes.replaced, 'replaced'],
])

/** @throws Error for a state that was never written */
export function identifierStateOf(code: SqlValue | undefined): IdentifierState {
  const state = states.get(code)
  if (state === undefined) throw new Error(`a phone or card of unknown state ${code}`)
  return state
}
