import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { positional } from '#database/statement'
import { openStore } from '#store/open-store'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { noon } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'

const dataDir = temporaryFolder()
const [first, second] = ['01', '02'].map((byte) => byte.repeat(32)) as [string, string]

test('a key of a member that was altered by hand is counted, and holds no rotation up', async () => {
  const store = await openStore({ dataDir, masterKey: first })
  await issuerOf(store).issueCoupons('111', [draftOf({ phone: '13900000001', cardNo: 'K1' })], noon)
  const keys = await openSqliteEngine(join(dataDir, 'member-keys.db'))
  const alter = "UPDATE member_key SET key_sealed = x'0011' WHERE seller_id = '111' AND member_no = 2"
  expect(await keys.transact((transaction) => transaction.run(positional(alter)))).toBe(1)
  await keys.close()
  const rotation = { nowMs: () => noon, settleMs: 0, place: async () => undefined, onProgress: () => undefined }
  const report = await store.keyRotator.rotate({ ...rotation, masterKey: Buffer.from(second, 'hex') })
  expect(report).toMatchObject({ generation: 2, memberKeys: 63, unreadable: 1 })
  await store.close()
  const anew = await openStore({ dataDir, masterKey: second })
  expect(await anew.memberReader.findMembersNamed('111', { phone: '13900000001', cardNo: undefined })).toHaveLength(1)
  await anew.close()
})
