import { beforeEach, expect, test } from 'vitest'
import { act, done, load } from '#domain/lifecycle/act'
import { openStore, type Store } from '#store/open-store'
import { claim, save } from '#testing/lifecycle-calls'
import { newSeller, requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'

const dataDir = temporaryFolder()
const sellerId = newSeller()
let store: Store

beforeEach(async () => {
  store = await openStore({ dataDir })
  return () => store.close()
})

test('a claim that the limit of a known member refuses lets nobody else of its commit run again', async () => {
  await save(store, requestOf(sellerId), { couponId: 'one', memberTotal: 1 })
  const member = { couponId: 'one', phone: '13800000001' }
  await claim(store, requestOf(sellerId), member)
  let runs = 0
  const counting = act<undefined, object, string>({
    reads: () => load({}),
    decide() {
      runs += 1
      return done('ok')
    },
  })
  const other = store.lifecycleStore.runAct(requestOf(sellerId), counting, undefined)
  const refused = await Promise.all([1, 2, 3].map(() => claim(store, requestOf(sellerId), member)))
  await other
  expect(refused.map(({ kind }) => kind)).toEqual(['refused', 'refused', 'refused'])
  expect(runs).toBe(1)
})
