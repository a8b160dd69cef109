import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { defaultSettings } from '#domain/administration/register-app'
import { openStore } from '#store/open-store'
import { administer } from '#testing/administer'
import { temporaryFolder } from '#testing/temporary-folder'
import { raiseFence } from './fence.ts'

test('no seller, app or session is reported as created in a store that moved meanwhile', async () => {
  const dataDir = temporaryFolder()
  const store = await openStore({ dataDir })
  const administration = administer(store)
  const mover = await openSqliteEngine(join(dataDir, 'yaoquan.db'))
  await raiseFence(mover, 'mysql://elsewhere')
  await mover.close()
  const app = { appKey: '1', appSecret: 's', secretSetAtMs: 1, oldSecret: undefined, name: '收银', sellerIds: ['111'] }
  const session = { appKey: '1', sellerId: '111', expiresAtMs: 5 }
  for (const making of [
    () => administration.createSeller({ sellerId: '111', name: '连锁' }),
    () => administration.createApp({ ...defaultSettings, ...app }),
    () => administration.createSession('token', session),
  ]) {
    await expect(making()).rejects.toThrow(/数据已迁至/)
  }
  await store.close()
})
