import { afterAll, beforeAll } from 'vitest'
import { lifeModelContract } from '../contract/life-model-contract.ts'
import { lifeRacesContract } from '../contract/life-races-contract.ts'
import { temporaryFolder } from '../contract/temporary-folder.ts'
import { openStore, type Store } from '../open-store.ts'

const folder = temporaryFolder()
const stores: Store[] = []

beforeAll(async () => {
  stores.push(await openStore({ dataDir: folder }), await openStore({ dataDir: folder }))
})

afterAll(async () => {
  for (const store of stores) await store.close()
})

lifeModelContract(() => stores, 200)
lifeRacesContract(() => stores)
