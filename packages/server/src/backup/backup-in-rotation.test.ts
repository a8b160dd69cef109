import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import type { RotationProgress } from '#store/key-rotation/key-rotator'
import { openStore, type Store } from '#store/open-store'
import { listStoreKeys, storeKeyOfRow } from '#store/tables/store-key'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { liveIn } from '#testing/lived-in-store'
import { openedByKey } from '#testing/opened-by-key'
import { noon } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'
import { restoreBackup } from './restore-backup.ts'
import { takeBackup } from './take-backup.ts'

const [oldKey, newKey] = ['01', '02'].map((byte) => byte.repeat(32)) as [string, string]
const phone = '13888880000'

async function filledStore(dataDir: string): Promise<Store> {
  const store = await openStore({ dataDir, masterKey: oldKey })
  await liveIn(store, '111')
  await issuerOf(store).issueCoupons('111', [draftOf({ couponCode: 'kept', phone, cardNo: undefined })], noon)
  return store
}

function rotate(store: Store, onProgress: (progress: RotationProgress) => Promise<void> | void = () => undefined) {
  const masterKey = Buffer.from(newKey, 'hex')
  return store.keyRotator.rotate({
    masterKey,
    nowMs: () => noon,
    settleMs: 0,
    place: async () => undefined,
    onProgress,
  })
}

async function countCoupons(store: Store): Promise<number> {
  const query = { sellerId: '111', filter: { phone }, pageSize: 10, pageNum: 1 }
  return (await store.couponReader.findCouponPage(query)).totalCount
}

test('a backup taken while the key is changed has no new key that the old one opens, and opens with the new one', async () => {
  const [dataDir, folder, target] = [temporaryFolder(), temporaryFolder(), temporaryFolder()]
  const store = await filledStore(dataDir)
  let sealed: Uint8Array | undefined
  await rotate(store, async (progress) => {
    if (progress.kind !== 'step' || progress.step !== 'secrets') return
    const engine = await openSqliteEngine(join(dataDir, 'yaoquan.db'))
    sealed = (await engine.reader.all(listStoreKeys())).map(storeKeyOfRow).at(-1)?.forwardSealed
    await engine.close()
    await takeBackup({ dataDir, folder, clock: () => noon })
  })
  await store.close()
  await restoreBackup({ folder, dataDir: target })
  expect(readFileSync(join(target, 'yaoquan.db')).indexOf(sealed ?? '')).toBe(-1)
  expect(sealed?.length).toBeGreaterThan(0)
  await expect(openStore({ dataDir: target, masterKey: oldKey })).rejects.toThrow('only the new key opens it')
  const restored = await openStore({ dataDir: target, masterKey: newKey })
  expect(await countCoupons(restored)).toBe(1)
  await rotate(restored)
  expect(await countCoupons(restored)).toBe(1)
  expect((await restored.eventAuditor.verifyChain('111')).kind).toBe('intact')
  await restored.close()
  const [engine, memberKeys] = [
    await openSqliteEngine(join(target, 'yaoquan.db')),
    await openSqliteEngine(join(target, 'member-keys.db')),
  ]
  const place = { store: engine.reader, memberKeys: memberKeys.reader, masterKey: Buffer.from(newKey, 'hex') }
  expect(await openedByKey(place, Buffer.from(oldKey, 'hex'), 1)).toEqual({})
  await engine.close()
  await memberKeys.close()
})

test('a backup of before is restored with the old key, beside keys of members that were sealed anew since', async () => {
  const [dataDir, folder] = [temporaryFolder(), temporaryFolder()]
  const store = await filledStore(dataDir)
  await takeBackup({ dataDir, folder, clock: () => noon })
  await issuerOf(store).issueCoupons(
    '111',
    Array.from({ length: 200 }, (_, place) =>
      draftOf({ couponCode: `later ${place}`, phone: `1390001${1000 + place}`, cardNo: undefined }),
    ),
    noon,
  )
  await rotate(store)
  await store.close()
  for (const end of ['', '-wal', '-shm']) rmSync(join(dataDir, `yaoquan.db${end}`), { force: true })
  await restoreBackup({ folder, dataDir })
  const restored = await openStore({ dataDir, masterKey: oldKey })
  expect(await countCoupons(restored)).toBe(1)
  // Members with the numbers of those that only the newer keys know.
  const drafts = Array.from({ length: 200 }, (_, place) =>
    draftOf({ couponCode: `again ${place}`, phone: `1390002${1000 + place}` }),
  )
  await issuerOf(restored).issueCoupons('111', drafts, noon)
  expect((await restored.eventAuditor.verifyChain('111')).kind).toBe('intact')
  await restored.close()
})
