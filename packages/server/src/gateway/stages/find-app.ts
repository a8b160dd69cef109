import type { Parameters } from '@yaoquan/protocol'
import type { CallerDirectory, CallingApp } from '#gateway/call/callers'
import { type Refused, refuse } from '#gateway/call/refusal'

/**
 * Codes 28 and 29. The app comes before the signature: its secret is needed to check it
 * (docs/reference/top-protocol.md, 5.1).
 */
export async function findApp(
  parameters: Parameters,
  callers: CallerDirectory,
): Promise<Readonly<{ kind: 'found'; app: CallingApp }> | Refused> {
  const appKey = parameters.get('app_key')?.trim()
  if (!appKey) return refuse('missingAppKey')
  const app = await callers.findApp(appKey)
  return app?.isEnabled ? { kind: 'found', app } : refuse('invalidAppKey')
}
