import { getTime, listShops } from '@yaoquan/api'
import { expect, test } from 'vitest'
import { refusedLimited } from '#console/console-answers'
import { createConsoleGateway } from './answer-console.ts'
import { createCallMeter } from './limits/meter-calls.ts'

const nowMs = Date.parse('2026-11-24T22:29:00+08:00')

test('an operator makes 20 calls in a second, whatever the method', async () => {
  const clock = { nowMs }
  const methods = new Map(
    [getTime, listShops].map((definition) => [definition.name, { definition, call: async () => ({}) as never }]),
  )
  const answer = createConsoleGateway(
    {
      clock: () => clock.nowMs,
      newRequestId: () => '1',
      meter: createCallMeter({ addCalls: async (_app, _day, calls) => calls }),
      fullPhones: { count: () => undefined },
      telemetry: { callAnswered: () => undefined },
    } as unknown as Parameters<typeof createConsoleGateway>[0],
    methods as never,
  )
  const call = (place: number) =>
    answer({
      operator: { name: 'clerk', shops: undefined },
      role: 'shop_clerk',
      sellerId: '111',
      method: place % 2 === 0 ? getTime.name : listShops.name,
      body: '{}',
      ip: '10.0.0.1',
    })
  const askMany = async () =>
    (await Promise.all(Array.from({ length: 120 }, (_, place) => call(place)))).map(({ limited }) => limited)
  const limits = await askMany()
  expect(limits.slice(0, 20)).toEqual(Array(20).fill(undefined))
  expect(limits.slice(20)).toEqual(Array(100).fill({ reason: 'rate', seconds: 1 }))
  clock.nowMs += 1_000
  expect((await askMany()).filter((limited) => limited === undefined)).toHaveLength(20)
})

test('who calls too fast is told so with HTTP 429 and when to try again', () => {
  const answer = refusedLimited({ reason: 'rate', seconds: 1 }, nowMs)
  expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '1' } })
  expect(new TextDecoder().decode(answer.body as Uint8Array)).toContain('TOO_MANY_CALLS')
})
