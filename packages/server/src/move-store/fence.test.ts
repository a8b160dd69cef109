import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { defaultSettings } from '#domain/access/register-app'
import { openStore } from '#store/open-store'
import { temporaryFolder } from '#testing/temporary-folder'
import { raiseFence } from './fence.ts'

test('no seller, app or session is reported as created in a store that moved meanwhile', async () => {
  const dataDir = temporaryFolder()
  const { accessWriter, close } = await openStore({ dataDir })
  const mover = await openSqliteEngine(join(dataDir, 'yaoquan.db'))
  await raiseFence(mover, 'mysql://elsewhere')
  await mover.close()
  const app = { appKey: '1', appSecret: 's', secretSetAtMs: 1, oldSecret: undefined, name: '收银', sellerIds: ['111'] }
  const session = { appKey: '1', sellerId: '111', expiresAtMs: 5 }
  for (const making of [
    accessWriter.createSeller({ sellerId: '111', name: '连锁' }, 1),
    accessWriter.createApp({ ...defaultSettings, ...app }, 1),
    accessWriter.createSession('token', session, 1),
  ]) {
    await expect(making).rejects.toThrow(/数据已迁至/)
  }
  await close()
})
