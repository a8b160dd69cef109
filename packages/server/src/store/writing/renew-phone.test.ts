import { expect, test } from 'vitest'
import { changePhone } from '#domain/lifecycle/change-phone'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { openStore } from '#store/open-store'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { claim, save } from '#testing/lifecycle-calls'
import { newSeller, noon, requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'

const dataDir = temporaryFolder()
const [phone, newPhone] = ['13800000001', '13800000009']

test('what others claim by a phone that a member gave up is not shown to that member and uses up no limit', async () => {
  const store = await openStore({ dataDir })
  const sellerId = newSeller()
  const issue = (couponCode: string, cardNo: string | undefined) =>
    issuerOf(store).issueCoupons(sellerId, [draftOf({ couponCode, phone, cardNo })], noon)
  await issue('of 1', 'c1')
  await issue('of 2', 'c2')
  await issue('of both', undefined)
  await save(store, requestOf(sellerId), { couponId: 'T', memberTotal: 1 })
  const named = { selector: { cardNo: 'c1' }, oldPhone: phone, newPhone, mayShare: false, reason: undefined }
  const changed = await runAct(changePhone, { lifecycle: store.lifecycleStore, request: requestOf(sellerId), ...named })
  expect(changed.kind).toBe('done')
  const byOther = await claim(store, requestOf(sellerId), { phone })
  const [claimed = ''] = byOther.kind === 'done' ? byOther.answer.couponCodes : []
  const codesOf = async (filter: Readonly<{ phone?: string; cardNo?: string }>) => {
    const page = await store.couponReader.findCouponPage({ sellerId, filter, pageSize: 20, pageNum: 1 })
    expect(page.totalCount).toBe(page.coupons.length)
    return page.coupons.map(({ terms }) => terms.couponCode)
  }
  for (const mine of [{ cardNo: 'c1' }, { phone: newPhone }]) expect(await codesOf(mine)).toEqual(['of 1', 'of both'])
  for (const others of [{ cardNo: 'c2' }, { phone }]) {
    expect(await codesOf(others)).toEqual(['of 2', 'of both', claimed])
  }
  expect((await claim(store, requestOf(sellerId), { cardNo: 'c2' })).kind).toBe('refused')
  expect((await claim(store, requestOf(sellerId), { cardNo: 'c1' })).kind).toBe('done')
  expect(await store.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  await store.close()
})
