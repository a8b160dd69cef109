import { expect, test } from 'vitest'
import type { LifecycleStore } from '#domain/lifecycle/lifecycle-store'
import { openStore } from '#store/open-store'
import { draftOf } from '#testing/example-draft'
import { issueInWork } from '#testing/issue-in-work'
import { temporaryFolder } from '#testing/temporary-folder'

const dataDir = temporaryFolder()
const sellerId = '123'

/** Issues a coupon twice in one work, so that the work reads what it wrote. */
function issueTwice(store: LifecycleStore, phone: string, kind: 'done' | 'refused') {
  const request = { sellerId, outRequestNo: phone, nowMs: 1, method: 'issue', content: '', actor: 'app:1' }
  return store.writeOnce<string, string>({ ...request, requestId: undefined }, async (writer) => {
    const drafts = [draftOf({ couponCode: phone, phone, cardNo: `card of ${phone}`, attribute: `of ${phone}` })]
    await issueInWork(writer, drafts)
    await issueInWork(writer, drafts)
    return kind === 'done' ? { kind, answer: 'ok' } : { kind, refusal: 'no' }
  })
}

test('a phone that a refused write read is not shown for the one that gets its number', async () => {
  const { lifecycleStore, couponReader, close } = await openStore({ dataDir })
  await issueTwice(lifecycleStore, '13800000001', 'refused')
  await issueTwice(lifecycleStore, '13800000002', 'done')
  const filter = { couponCode: undefined, phone: undefined, cardNo: undefined, channel: 'erp' }
  const { coupons } = await couponReader.findCouponPage({ sellerId, filter, pageSize: 20, pageNum: 1 })
  await close()
  expect(coupons.map(({ terms: { phone, cardNo, attribute } }) => ({ phone, cardNo, attribute }))).toEqual([
    { phone: '13800000002', cardNo: 'card of 13800000002', attribute: 'of 13800000002' },
  ])
})
