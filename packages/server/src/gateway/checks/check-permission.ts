import { isGranted } from '@yaoquan/api'
import type { CallingApp } from '#gateway/call/callers'
import { type Refused, refuse } from '#gateway/call/refusal'

/** Code 11 `isv.permission-api-package-limit`. */
export function checkPermission(app: CallingApp, methodName: string): Refused | undefined {
  if (isGranted(app.grants, methodName)) return undefined
  return refuse('methodNotAllowed', { method: methodName })
}
