import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CallCopy } from './call-copy.ts'
import type { UnansweredCall } from './own-error.ts'

/** A call that passes. */
export type PassedExchange = Readonly<{
  request: IncomingMessage
  response: ServerResponse
  path: UnansweredCall['path']
  queryString: string
  /** Target of the request, from its path on. */
  target: string
  copy: CallCopy
}>
