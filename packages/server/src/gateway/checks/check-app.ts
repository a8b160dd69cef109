import type { Parameters } from '@yaoquan/protocol'
import type { CallingApp } from '#gateway/call/callers'
import { type Refused, refuse } from '#gateway/call/refusal'

/**
 * Codes 28 and 29. The app comes before the signature: its secret is needed to check it
 * (docs/reference/top-protocol.md, 5.1).
 * @param app the one that `app_key` names, if there is one
 */
export function checkApp(
  parameters: Parameters,
  app: CallingApp | undefined,
): Readonly<{ kind: 'found'; app: CallingApp }> | Refused {
  if (!parameters.get('app_key')?.trim()) return refuse('missingAppKey')
  return app?.isEnabled ? { kind: 'found', app } : refuse('invalidAppKey')
}
