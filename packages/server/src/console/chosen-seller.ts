import { type ActName, isRoleName, type RoleName, roles } from '@yaoquan/api'
import type { OperatorRole } from '#domain/people/operator'
import type { PageAnswer } from '#site/page-route'
import { refused } from './console-answers.ts'
import type { SignedInRequest } from './signed-in-request.ts'

/** For which seller an operator acts, and as what. */
export type ChosenSeller = Readonly<{
  sellerId: string
  role: RoleName
  /** Shops in which the operator may act; undefined for a role of all shops. */
  shops: readonly string[] | undefined
}>

/** The seller of `x-yaoquan-seller`, or the operator's only one. @returns an answer where there is none */
export function chosenSeller({ operator, request }: SignedInRequest): ChosenSeller | Readonly<{ refusal: PageAnswer }> {
  if (operator.mustChangePassword) return { refusal: refused('passwordChangeNeeded') }
  const chosen = request.headers['x-yaoquan-seller']?.trim()
  const [only, ...others] = operator.roles
  if (!chosen && others.length > 0) return { refusal: refused('sellerNeeded') }
  const found = chosen ? operator.roles.find(({ sellerId }) => sellerId === chosen) : only
  if (found === undefined || !isRoleName(found.role)) return { refusal: refused('noRole') }
  return { sellerId: found.sellerId, role: found.role, shops: shopsOf(found, found.role) }
}

/** Whether a role may do one of several acts. */
export function mayAct(role: RoleName, acts: readonly ActName[]): boolean {
  const allowed: readonly ActName[] = roles[role].acts
  return acts.some((act) => allowed.includes(act))
}

/** A role of shops without any acts in none. */
function shopsOf({ shops }: OperatorRole, role: RoleName): readonly string[] | undefined {
  return roles[role].isOfShops ? (shops ?? []) : undefined
}
