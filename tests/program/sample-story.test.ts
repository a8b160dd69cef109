import {
  changePhone,
  claimCoupons,
  closeTemplate,
  eraseMember,
  evaluateBasket,
  exportMember,
  extendCoupons,
  holdCoupon,
  issueCoupons,
  type MethodDefinition,
  mergeMembers,
  methods,
  type RequestOf,
  redeemCoupon,
  releaseCoupon,
  reopenTemplate,
  replaceCard,
  returnCoupon,
  returnRedemption,
  saveCategories,
  saveMember,
  saveShops,
  saveTemplate,
  syncOrder,
  unmergeMembers,
  uploadRedemption,
  voidCoupons,
} from '@yaoquan/api'
import { TopClient } from '@yaoquan/client'
import { exampleValues } from '@yaoquan/samples'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { basketExample } from '../../packages/server/src/site/documentation/guides/basket-example.ts'
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
  returnRedemption,
  returnCoupon,
  extendCoupons,
  voidCoupons,
  closeTemplate,
  reopenTemplate,
  saveMember,
  changePhone,
  replaceCard,
  exportMember,
  mergeMembers,
  unmergeMembers,
  eraseMember,
  uploadRedemption,
  saveShops,
  saveCategories,
] as const satisfies readonly MethodDefinition[]

test('the samples of all writes run one after the other on one chain, each done once', async () => {
  const client = new TopClient({ url: `${server.url}/router/rest`, ...testApp, clock: () => testNowMs })
  let redemptionId: string | undefined
  let memberId: string | undefined
  let mergeId: string | undefined
  const merged = await client.execute(saveMember, { outRequestNo: 'MEMBER-TO-BE-MERGED' })
  const run = async (definition: MethodDefinition) => {
    const example = exampleValues(definition)
    // Nobody knows these ids before the calls that give them.
    const given = {
      ...(definition === returnCoupon && { redemptionId }),
      ...(definition === mergeMembers && { fromMemberId: merged.result.memberId, intoMemberId: memberId }),
      ...(definition === unmergeMembers && { mergeId }),
      ...(definition === eraseMember && { memberId: merged.result.memberId }),
    }
    const values = { ...example, ...given }
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
    if (definition === saveMember) memberId = Object(result).memberId
    if (definition === mergeMembers) mergeId = Object(result).mergeId
  }
  for (const definition of story) {
    expect(await run(definition), definition.name).toMatchObject({ success: true, alreadyDone: true })
  }
})

test('the sample of an order is stored once, with its coupon to be reconciled', async () => {
  const client = new TopClient({ url: `${server.url}/router/rest`, ...testApp, clock: () => testNowMs })
  for (const outcome of ['created', 'unchanged']) {
    const { order } = exampleValues(syncOrder) as RequestOf<typeof syncOrder>
    const { result } = await client.execute(syncOrder, { order })
    expect(result).toMatchObject({ outcome, success: true, coupons: [{ errorCode: 'COUPON_NOT_FOUND' }] })
  }
})

test('the samples of the guide on baskets: an evaluation gives the quote by which the sale is redeemed', async () => {
  const till = await startTestServer()
  try {
    const client = new TopClient({ url: `${till.url}/router/rest`, ...testApp, clock: () => testNowMs })
    const { evaluate, redeem } = basketExample
    const [couponCode = ''] = redeem.couponCodes
    const { phone } = evaluate
    const coupon = { couponCode, couponName: '满200减50', phone, couponAmount: '50', orderAmount: '200' }
    await client.issueCoupons({ outRequestNo: 'BASKET', coupons: [coupon] })
    const { result: answer } = await client.execute(evaluateBasket, evaluate)
    expect(answer.best).toMatchObject({ couponCodes: [couponCode], offAmount: '50.00', payAmount: '180.00' })
    const { result } = await client.execute(redeemCoupon, { ...redeem, quoteId: answer.quoteId })
    expect(result).toMatchObject({ success: true, offAmount: '50.00', payAmount: '180.00' })
  } finally {
    await till.close()
  }
})

test('the story has every write with a request number', () => {
  const writes = Object.values(methods).filter((definition: MethodDefinition) => {
    return definition.effect === 'write' && !definition.isOncePerContent
  })
  expect(new Set<MethodDefinition>(story)).toEqual(new Set(writes))
})
