import { listCurrentSessions } from '#domain/administration/sign-in'
import { momentText } from '#domain/dates'
import { idleSessionMs } from '#domain/people/operator'
import { json, type PageAnswer } from '#site/page-route'
import { refused } from './console-answers.ts'
import type { ConsoleDependencies, SignedInRequest } from './signed-in-request.ts'

/**
 * `GET /console/api/sessions`: where the operator is signed in, newest first, with moments in GMT+8. `endsAt` is when a
 * session ends that is not used before.
 */
export async function listOwnSessions(
  { operator, session: own, nowMs }: SignedInRequest,
  dependencies: ConsoleDependencies,
): Promise<PageAnswer> {
  if (operator.mustChangePassword) return refused('passwordChangeNeeded')
  const sessions = await listCurrentSessions(operator.name, nowMs, dependencies)
  return json({
    sessions: sessions.map(({ id, createdAtMs, seenAtMs, expiresAtMs }) => ({
      id,
      createdAt: momentText(createdAtMs),
      seenAt: momentText(seenAtMs),
      endsAt: momentText(Math.min(expiresAtMs, seenAtMs + idleSessionMs)),
      isThis: id === own.id,
    })),
  })
}

/** `DELETE /console/api/sessions/<id>`: signs out elsewhere. */
export async function endOwnSession(
  { operator, request }: SignedInRequest,
  { sessions }: ConsoleDependencies,
): Promise<PageAnswer> {
  if (operator.mustChangePassword) return refused('passwordChangeNeeded')
  const isEnded = await sessions.endListedSession(operator.name, request.parameters['id'] ?? '')
  return isEnded ? json({}) : refused('noSession')
}
