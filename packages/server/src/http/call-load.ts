import type { IncomingMessage, ServerResponse } from 'node:http'
import { transportLimits } from './transport-limits.ts'

/** Calls in work and the bytes of their bodies, counted from the head of a request on: a body costs memory before it is read. */
export type CallLoad = Readonly<{
  /** @returns false when the call would exceed a limit; else it counts until its response is closed */
  admit(request: IncomingMessage, response: ServerResponse): boolean
}>

export function createCallLoad(): CallLoad {
  let calls = 0
  let bytes = 0
  return {
    admit({ headers }, response) {
      const length = headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : chunkedBytes
      if (calls >= transportLimits.maxCallsInFlight || bytes + length > transportLimits.maxBytesInFlight) return false
      calls += 1
      bytes += length
      response.once('close', () => {
        calls -= 1
        bytes -= length
      })
      return true
    },
  }
}

/** A body that does not tell its length may be as long as any. */
const chunkedBytes = transportLimits.maxBodyBytes
