import { readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migrate } from '#database/migrate'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { sqliteProfile } from '#database/sqlite/sqlite-profile'
import { createCipher } from '#encryption/cipher'
import { parseMasterKey } from '#encryption/master-key'
import { deriveSubkeys } from '#encryption/subkeys'
import { openStore } from '#store/open-store'
import { PhoneBook } from '#store/phones/phone-book'
import { createCoupons } from '#store/schema/0001-coupons'
import { temporaryFolder } from '#testing/temporary-folder'

const parent = temporaryFolder()
const phone = '13900000001'

test('coupons that stood before events were kept get their events, their members ids, and the history its seal', async () => {
  const dataDir = join(parent, 'before')
  await (await openStore({ dataDir })).close()
  const keys = deriveSubkeys(parseMasterKey(readFileSync(join(dataDir, 'master.key'), 'latin1'), 'master.key'))
  const phoneIndex = new PhoneBook(keys).indexOf('111', phone)
  const old = join(parent, 'old.db')
  const engine = await openSqliteEngine(old)
  await migrate(engine, sqliteProfile, [createCoupons])
  await engine.transact(async (transaction) => {
    await transaction.run('INSERT INTO store_property VALUES (?, ?)', ['key_check', keys.unsealedKeyCheck])
    const sealed = createCipher(keys.phoneCipher).seal(phone, Buffer.concat([Buffer.from('111\0'), phoneIndex]))
    await transaction.run('INSERT INTO member_phone VALUES (?, ?, ?)', ['111', phoneIndex, sealed])
    for (const counter of ['seq', 'channel:']) {
      await transaction.run('INSERT INTO counter VALUES (?, ?, 1203, 1)', ['111', counter])
    }
    for (let seq = 1; seq <= 1203; seq += 1) {
      const insert = `INSERT INTO coupon (seq, coupon_code, state_code, channel, seller_id, channel_seq, version, issued_at_ms, phone_index)
        VALUES (?, ?, ?, '', '111', ?, 1, 5, ?)`
      await transaction.run(insert, [seq, `c${seq}`, seq % 2, seq, seq % 3 === 0 ? phoneIndex : null])
    }
  })
  await engine.close()
  for (const suffix of ['-wal', '-shm']) rmSync(join(dataDir, `yaoquan.db${suffix}`), { force: true })
  renameSync(old, join(dataDir, 'yaoquan.db'))
  const upgraded = await openStore({ dataDir })
  const { events, newestSeq } = await upgraded.eventReader.listEvents({ sellerId: '111', afterSeq: 1201, limit: 10 })
  expect([newestSeq, events.map(({ couponCode, after }) => [couponCode, after])]).toEqual([
    1203,
    [
      ['c1202', '{"state":"unused"}'],
      ['c1203', '{"state":"used"}'],
    ],
  ])
  expect(await upgraded.eventAuditor.verifyChain('111')).toEqual({ kind: 'intact', events: 1203 })
  await upgraded.close()
})
