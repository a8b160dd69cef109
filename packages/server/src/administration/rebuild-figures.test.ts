import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore, type Store } from '#store/open-store'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { removeOldEvents } from '#testing/remove-old-events'
import { temporaryFolder } from '#testing/temporary-folder'
import { rebuildFigures } from './rebuild-figures.ts'

const noon = Date.parse('2026-11-24T12:00:00+08:00')
const sellerId = '111'
let store: Store

beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder() })
  for (const couponCode of ['a', 'b']) await issuerOf(store).issueCoupons(sellerId, [draftOf({ couponCode })], noon)
})
afterEach(() => store.close())

const issued = () =>
  store.figureReader.read(sellerId, async (figures) => {
    return (await figures.sum({ sellerId, fromDay: '2026-11-24', toDay: '2026-11-24' })).issued
  })

test('counts all events of a seller that was never counted', async () => {
  const state = { asOfSeq: 2, newestSeq: 2, missingThroughSeq: 0 }
  expect(await rebuildFigures(store, { sellerId, dropsRemoved: false })).toMatchObject({ kind: 'rebuilt', state })
  expect(await issued()).toBe(2)
})

test('loses what removed events said only on demand, and is then no loss any more', async () => {
  await removeOldEvents(store, { sellerId, beforeMs: noon + 1 })
  const refused = await rebuildFigures(store, { sellerId, dropsRemoved: false })
  expect(refused).toEqual({ kind: 'would-lose', removedThroughSeq: 2 })
  expect(await issued()).toBe(2)
  const rebuilt = { kind: 'rebuilt', state: { missingThroughSeq: 2 } }
  expect(await rebuildFigures(store, { sellerId, dropsRemoved: true })).toMatchObject(rebuilt)
  expect(await issued()).toBe(0)
  expect(await rebuildFigures(store, { sellerId, dropsRemoved: false })).toMatchObject(rebuilt)
})
