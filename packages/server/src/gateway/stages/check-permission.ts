import { isGranted } from '@yaoquan/api'
import type { CallingApp } from '../callers.ts'
import { type Refused, refuse } from '../refusal.ts'

/** Code 11 `isv.permission-api-package-limit`. */
export function checkPermission(app: CallingApp, methodName: string): Refused | undefined {
  if (isGranted(app.grants, methodName)) return undefined
  return refuse('methodNotAllowed', { method: methodName })
}
