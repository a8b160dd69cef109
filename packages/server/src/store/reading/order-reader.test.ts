import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { eraseMember } from '#domain/lifecycle/erase-member'
import { syncOrder } from '#domain/lifecycle/sync-order'
import { newSellerPolicy } from '#domain/policy/seller-policy'
import { openStore } from '#store/open-store'
import { orderVersionWith } from '#testing/example-order'
import { noon, requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'

const dataDir = temporaryFolder()
const sellerId = '111'

test('an order with a phone in its number is found after its buyer was erased and the master key was changed', async () => {
  const store = await openStore({ dataDir })
  const { lifecycleStore: lifecycle, erasures, keyRotator } = store
  const [orderId, phone] = ['SO-13900000001', '13900000001']
  const version = orderVersionWith({ orderId, phone })
  await syncOrder({ lifecycle, request: requestOf(sellerId), version, policy: newSellerPolicy, randomBytes })
  const selector = { phone, cardNo: undefined }
  await eraseMember({ lifecycle, erasures, request: requestOf(sellerId), selector, reason: undefined })
  const before = await store.orderReader.findOrder(sellerId, orderId)
  expect(before).toMatchObject({ orderId: '[erased]', phone: undefined, content: undefined })
  const rotation = { settleMs: 0, place: async () => undefined, onProgress: () => undefined }
  await keyRotator.rotate({ ...rotation, masterKey: randomBytes(32), nowMs: () => noon })
  expect(await store.orderReader.findOrder(sellerId, orderId)).toEqual(before)
  await store.close()
})
