import type { Parameters } from '@yaoquan/protocol'
import { type Refused, refuse } from '#gateway/call/refusal'

/** Codes 32 and 34: `v` may be left out; else it is 2.0 or 1.0. */
export function checkVersion(parameters: Parameters): Refused | undefined {
  const version = parameters.get('v')?.trim()
  if (version === undefined || version === '2.0' || version === '1.0') return undefined
  return refuse(version === '' ? 'missingVersion' : 'unsupportedVersion')
}
