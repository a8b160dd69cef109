import { afterAll, beforeAll } from 'vitest'
import { storeChecks } from '#conformance/store-checks'
import { openStore, type Store } from '#store/open-store'
import { playChecks } from '#testing/play-checks'
import { temporaryFolder } from '#testing/temporary-folder'

const dataDir = temporaryFolder()
const stores: Store[] = []

beforeAll(async () => {
  stores.push(await openStore({ dataDir }), await openStore({ dataDir }))
})

afterAll(async () => {
  for (const store of stores) await store.close()
})

playChecks(
  'SQLite',
  storeChecks(() => stores, 200),
)
