import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migrate } from '#database/migrate'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { sqliteProfile } from '#database/sqlite/sqlite-profile'
import { createCipher } from '#encryption/cipher'
import { createKeyedDigest } from '#encryption/keyed-digest'
import { createAccessReader } from '#store/access/access-reader'
import { temporaryFolder } from '#testing/temporary-folder'
import { migrations } from './migrations.ts'

const cipher = createCipher(new Uint8Array(32).fill(1))
const insertOldApp = `INSERT INTO app
  (app_key, secret_sealed, app_name, is_enabled, allowed_ips, allowed_methods, calls_per_day, calls_per_second, created_at_ms)
  VALUES (?, ?, 'ERP', 1, '[]', ?, NULL, NULL, 77)`

test('apps of before keep what they could do, voiding whole templates included', async () => {
  const engine = await openSqliteEngine(join(temporaryFolder(), 'before.db'))
  const before = migrations.filter(({ version }) => version < 4)
  await migrate(engine, sqliteProfile, before)
  const sealed = (appKey: string) => cipher.seal('helloworld', Buffer.from(`app\0${appKey}`))
  await engine.transact(async (transaction) => {
    await transaction.run(insertOldApp, ['all', sealed('all'), '[]'])
    await transaction.run(insertOldApp, ['voids', sealed('voids'), '["yaoquan.coupon.void"]'])
    await transaction.run(insertOldApp, ['time', sealed('time'), '["taobao.time.get"]'])
  })
  await migrate(engine, sqliteProfile, migrations)
  const digestToken = createKeyedDigest(new Uint8Array(32))
  const { findApp } = createAccessReader({ reader: engine.reader, cipher, digestToken, monotonicMs: () => 0 })
  const kept = {
    appSecret: 'helloworld',
    secretSetAtMs: 77,
    oldSecret: undefined,
    charset: 'utf-8',
    masksPhones: false,
  }
  const grants = (preset: string, ...allowed: string[]) => ({ preset, allowed, denied: [] })
  expect(await findApp('all')).toMatchObject({ ...kept, grants: grants('full') })
  expect(await findApp('voids')).toMatchObject({ grants: grants('none', 'yaoquan.coupon.void', 'coupon.void.mass') })
  expect(await findApp('time')).toMatchObject({ grants: grants('none', 'taobao.time.get') })
  await engine.close()
})
