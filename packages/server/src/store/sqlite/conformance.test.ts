import { afterAll, beforeAll } from 'vitest'
import { storeChecks } from '../conformance/store-checks.ts'
import { playChecks } from '../contract/play-checks.ts'
import { temporaryFolder } from '../contract/temporary-folder.ts'
import { openStore, type Store } from '../open-store.ts'

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
