import {
  claimCoupons,
  closeTemplate,
  holdCoupon,
  issueCoupons,
  type MethodDefinition,
  methods,
  type RequestOf,
  redeemCoupon,
  releaseCoupon,
  returnCoupon,
  saveTemplate,
  voidCoupons,
} from '@yaoquan/api'
import { TopClient } from '@yaoquan/client'
import { exampleValues } from '@yaoquan/samples'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer, testApp, testNowMs } from '../harness/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const story = [
  saveTemplate,
  issueCoupons,
  claimCoupons,
  holdCoupon,
  releaseCoupon,
  redeemCoupon,
  returnCoupon,
  voidCoupons,
  closeTemplate,
] as const satisfies readonly MethodDefinition[]

test('the samples of all writes run one after the other on one chain, each done once', async () => {
  const client = new TopClient({ url: `${server.url}/router/rest`, ...testApp, clock: () => testNowMs })
  let redemptionId: string | undefined
  const run = async (definition: MethodDefinition) => {
    const example = exampleValues(definition)
    // Nobody knows this number before the redemption; its sample says so by the place it is taken from.
    const values = definition === returnCoupon ? { ...example, redemptionId } : example
    const answer: Readonly<Record<string, unknown>> = await client.execute(
      definition,
      values as RequestOf<MethodDefinition>,
    )
    return answer['result']
  }
  for (const definition of story) {
    const result = await run(definition)
    expect(result, definition.name).toMatchObject({ success: true })
    expect(result, definition.name).not.toHaveProperty('alreadyDone')
    if (definition === redeemCoupon) redemptionId = Object(result).redemptionId
  }
  for (const definition of story) {
    expect(await run(definition), definition.name).toMatchObject({ success: true, alreadyDone: true })
  }
})

test('the story has every write that there is', () => {
  const writes = Object.values(methods).filter(({ effect }) => effect === 'write')
  expect(new Set<MethodDefinition>(story)).toEqual(new Set(writes))
})
