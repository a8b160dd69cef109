import { expect, test } from 'vitest'
import { importMembers } from '#domain/lifecycle/import-members'
import { openStore } from '#store/open-store'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { listEvents, newSeller, noon, requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'

const dataDir = temporaryFolder()

test('of many members named in one work, those have an event whose coupons others may find now', async () => {
  const store = await openStore({ dataDir })
  const sellerId = newSeller()
  await issuerOf(store).issueCoupons(sellerId, [draftOf({ phone: '13800000001', cardNo: 'c1' })], noon)
  const rows = [1, 2, 3].map((place) => ({ phone: `1380000000${place}`, cardNo: undefined, change: {} }))
  await importMembers({ lifecycle: store.lifecycleStore, request: requestOf(sellerId), rows })
  const events = (await listEvents(store, sellerId)).filter(({ kind }) => kind === 'member_changed')
  await store.close()
  expect(events.map(({ after }) => after?.includes('"named":true'))).toEqual([true, false, false])
})
