import { isGranted, type MethodDefinition } from '@yaoquan/api'
import type { Parameters } from '@yaoquan/protocol'
import type { CallerDirectory, CallingApp } from '#gateway/call/callers'
import { type Refused, refuse } from '#gateway/call/refusal'
import type { Method } from '#methods/method'

export type Methods = ReadonlyMap<string, Method<MethodDefinition>>

/** Code 21. */
export function checkMethodGiven(parameters: Parameters): Refused | undefined {
  return parameters.get('method')?.trim() ? undefined : refuse('missingMethod')
}

/** Code 11 `isv.permission-api-package-limit`. */
export function checkPermission(app: CallingApp, methodName: string): Refused | undefined {
  if (isGranted(app.grants, methodName)) return undefined
  return refuse('methodNotAllowed', { method: methodName })
}

type Asked = Readonly<{ parameters: Parameters; app: CallingApp; callers: CallerDirectory; nowMs: number }>

/**
 * Codes 26 and 27: the seller a call acts on is its session's; without a session, the app's only seller.
 * A session is good for the app it was issued to, and only while that app still serves the seller.
 */
export async function findSeller(asked: Asked): Promise<Readonly<{ kind: 'found'; sellerId: string }> | Refused> {
  const { app } = asked
  const token = asked.parameters.get('session')?.trim()
  if (!token) {
    const [only, ...others] = app.sellerIds
    return only !== undefined && others.length === 0 ? { kind: 'found', sellerId: only } : refuse('missingSession')
  }
  const session = await asked.callers.findSession(token)
  if (session?.appKey !== app.appKey || !app.sellerIds.includes(session.sellerId)) return refuse('invalidSession')
  return session.expiresAtMs > asked.nowMs ? { kind: 'found', sellerId: session.sellerId } : refuse('sessionExpired')
}
