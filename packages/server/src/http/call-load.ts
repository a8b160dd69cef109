import type { IncomingMessage, ServerResponse } from 'node:http'
import { transportLimits } from './transport-limits.ts'

/** Calls in work, and the bytes of their bodies that have arrived: what a caller only announces costs nothing. */
export type CallLoad = Readonly<{
  /** @returns undefined when there is no room for another call; else its load, which counts until its response is closed */
  admit(request: IncomingMessage, response: ServerResponse): BodyLoad | undefined
}>

/** What the body of one call holds. The reader of a body tells of every piece before it keeps it. */
export type BodyLoad = Readonly<{
  /** Bytes that arrived and are to be kept in memory. @returns false when there is no room for them */
  received(bytes: number): boolean
  /** Of the bytes received, those that went from memory to disk. */
  spooled(bytes: number): void
  /** Spooled bytes that are about to be read back into memory. @returns false when there is no room for them */
  recalled(bytes: number): boolean
}>

export function createCallLoad(): CallLoad {
  let calls = 0
  let bytesInMemory = 0
  return {
    admit(_request, response) {
      if (calls >= transportLimits.maxCallsInFlight) return undefined
      calls += 1
      let own = 0
      response.once('close', () => {
        calls -= 1
        bytesInMemory -= own
      })
      const take = (bytes: number): boolean => {
        if (bytesInMemory + bytes > transportLimits.maxBytesInFlight) return false
        bytesInMemory += bytes
        own += bytes
        return true
      }
      return {
        received: take,
        spooled(bytes) {
          bytesInMemory -= bytes
          own -= bytes
        },
        recalled: take,
      }
    },
  }
}
