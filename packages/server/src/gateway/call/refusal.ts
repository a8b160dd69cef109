import type { ErrorName, MissLimit } from '@yaoquan/api'
import { type TextValues, topError, type WordedError } from '@yaoquan/protocol'

export type { TextValues }

/** Why a caller has to wait, and for how long: too many calls a second, or too many phones that found nothing. */
export type Limited = Readonly<{ reason: 'rate' | MissLimit; seconds: number }>

/** A call that fails a check. Expected, so it is a value and not an exception. */
export type Refused = Readonly<{
  kind: 'refused'
  error: WordedError
  /** Set once an app with that key is known to exist, for the log. */
  appKey?: string
  /** Set where the same call is answered after a wait, for the console. */
  limited?: Limited
}>

export function refuse(name: ErrorName, values: TextValues = {}): Refused {
  return { kind: 'refused', error: topError(name, values) }
}
