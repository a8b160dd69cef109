import { isRoleName, type RoleName, roles } from '@yaoquan/api'
import type { OperatorRole } from '#domain/people/operator'
import type { PageAnswer } from '#site/page-route'
import { refused } from './console-answers.ts'
import type { ConsoleDependencies, SignedInRequest } from './signed-in-request.ts'

/**
 * `POST /console/api/<method>`: calls a method for the seller of `x-yaoquan-seller`, or for the operator's only one. The
 * answer is the gateway's, with HTTP 403 where the role forbids the call.
 */
export async function callMethod(
  { operator, request }: SignedInRequest,
  { answerConsole }: ConsoleDependencies,
): Promise<PageAnswer> {
  if (operator.mustChangePassword) return refused('passwordChangeNeeded')
  const chosen = request.headers['x-yaoquan-seller']?.trim()
  const [only, ...others] = operator.roles
  if (!chosen && others.length > 0) return refused('sellerNeeded')
  const found = chosen ? operator.roles.find(({ sellerId }) => sellerId === chosen) : only
  if (found === undefined || !isRoleName(found.role)) return refused('noRole')
  const { sellerId } = found
  const { ip, body } = request
  const { method = '' } = request.parameters
  const caller = { name: operator.name, shops: shopsOf(found, found.role) }
  const answer = await answerConsole({ operator: caller, role: found.role, sellerId, method, body, ip })
  return {
    status: answer.isForbidden ? 403 : 200,
    contentType: 'application/json; charset=utf-8',
    body: answer.body,
    cacheControl: 'no-store',
    isLasting: false,
  }
}

/** A role of shops without any acts in none. */
function shopsOf({ shops }: OperatorRole, role: RoleName): readonly string[] | undefined {
  return roles[role].isOfShops ? (shops ?? []) : undefined
}
