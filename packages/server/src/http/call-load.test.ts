import { EventEmitter } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { createCallLoad } from './call-load.ts'
import { transportLimits } from './transport-limits.ts'

const { maxBytesInFlight, maxCallsInFlight } = transportLimits
const request = {} as IncomingMessage

function response(): ServerResponse {
  return new EventEmitter() as ServerResponse
}

test('counts bytes of all calls, and gives back those of a call whose response is closed', () => {
  const load = createCallLoad()
  const first = response()
  const one = load.admit(request, first)
  const other = load.admit(request, response())
  expect(one?.received(maxBytesInFlight - 10)).toBe(true)
  expect(other?.received(10)).toBe(true)
  expect(other?.received(1)).toBe(false)
  first.emit('close')
  expect(other?.received(maxBytesInFlight - 10)).toBe(true)
  expect(other?.received(1)).toBe(false)
})

test('admits as many calls as there may be and no more, until one is over', () => {
  const load = createCallLoad()
  const responses = Array.from({ length: maxCallsInFlight }, response)
  for (const each of responses) expect(load.admit(request, each)).toBeDefined()
  expect(load.admit(request, response())).toBeUndefined()
  responses[0]?.emit('close')
  expect(load.admit(request, response())).toBeDefined()
})
