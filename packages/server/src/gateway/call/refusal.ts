import type { ErrorName } from '@yaoquan/api'
import { type TopError, topError } from '@yaoquan/protocol'

/** A call that fails a check. Expected, so it is a value and not an exception. */
export type Refused = Readonly<{
  kind: 'refused'
  error: TopError
  /** Set once an app with that key is known to exist, for the log. */
  appKey?: string
}>

/** For the placeholders of an error's texts, e.g. `{ method }`. */
export type TextValues = Readonly<Record<string, string | number>>

export function refuse(name: ErrorName, values: TextValues = {}): Refused {
  return { kind: 'refused', error: topError(name, values) }
}
