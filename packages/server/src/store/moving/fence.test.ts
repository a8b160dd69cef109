import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../contract/temporary-folder.ts'
import { openStore } from '../open-store.ts'
import { openSqliteEngine } from '../sqlite/open-sqlite-engine.ts'
import { raiseFence } from './fence.ts'

test('nobody is told that a chain, an app or a session was made in a store that moved meanwhile', async () => {
  const dataDir = temporaryFolder()
  const { accessWriter, close } = await openStore({ dataDir })
  const mover = await openSqliteEngine(join(dataDir, 'yaoquan.db'))
  await raiseFence(mover, 'mysql://elsewhere')
  await mover.close()
  const app = { appKey: '1', appSecret: 's', name: '收银', isEnabled: true, sellerIds: ['111'] }
  const limits = { allowedIps: [], allowedMethods: [], callsPerDay: undefined, callsPerSecond: undefined }
  const session = { appKey: '1', sellerId: '111', expiresAtMs: 5 }
  for (const making of [
    accessWriter.createChain({ sellerId: '111', name: '连锁' }, 1),
    accessWriter.createApp({ ...app, ...limits }, 1),
    accessWriter.createSession('token', session, 1),
  ]) {
    await expect(making).rejects.toThrow(/has moved there/)
  }
  await close()
})
